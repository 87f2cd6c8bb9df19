using System.Text.RegularExpressions;
using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Tests.CommandLine;

/// <summary>Every verb and every option that a contract, a page or a sentence names can be typed.</summary>
public sealed partial class NamedVerbsTests
{
    // Of Kafka's own tools, whose commands some sentences give whole, and of the script that starts a broker for the demo.
    private static readonly string[] s_foreign =
        ["--bootstrap-server", "--topic", "--partition", "--start-offset", "--reassignment-json-file", "--execute", "--delete"];

    // The folders whose sentences speak to who has typed one verb, and mean its options where they name none.
    private static readonly Dictionary<string, string> s_verbOfFolder = new()
    {
        ["Source"] = "source",
        ["Extract"] = "extract",
        ["Sink"] = "sink",
        ["SetAside"] = "dead-letters",
        ["Rows"] = "rows",
        ["Query"] = "query",
        ["Verification"] = "verify",
        ["Simulation"] = "simulate",
    };

    public static TheoryData<string> Pages => [.. (string[])["README.md", "topics/README.md", "docker-compose.yml", "Makefile", "docker/workers.Dockerfile"]];

    [Fact]
    public void Who_writes_and_reads_a_topic_by_its_contract_exists()
    {
        foreach (string path in Directory.GetFiles(Repository.PathOf("topics"), "*.yaml"))
        {
            TopicContract contract = TopicContract.Parse(File.ReadAllText(path), path);
            contract.WrittenBy.Split(", ").Concat(contract.ReadBy).Select(NamedVerbs.WhatIsWrongWith).OfType<string>().ShouldBeEmpty(contract.FileName);
        }
    }

    [Fact]
    public void A_contract_lets_bad_messages_be_set_aside_where_extract_reads_them_and_only_there()
    {
        foreach (TopicContract contract in Contracts.All)
        {
            bool isExtracted = contract.ReadBy.Any(verb => verb.Split(' ')[0] == "extract");
            contract.OnBadMessage.ShouldBe(isExtracted ? BadMessagePolicy.DeadLetter : BadMessagePolicy.Halt, contract.FileName);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_names_only_what_can_be_typed(string page)
    {
        string text = File.ReadAllText(Repository.PathOf(page.Split('/'))).Replace("\\|", "|", StringComparison.Ordinal);
        string[] spans = page.EndsWith(".md", StringComparison.Ordinal) ? [.. CodeSpan().Matches(text).Select(span => span.Groups[1].Value)] : [];

        Problems(text).Concat(spans.Select(WhatIsWrongWithSpan).OfType<string>()).ShouldBeEmpty(page);
    }

    [Fact]
    public void The_compose_file_starts_only_what_exists()
    {
        string[] lines = [.. ComposeCommand().Matches(File.ReadAllText(Repository.PathOf("docker-compose.yml"))).Select(command => command.Groups[1].Value.Replace(",", "", StringComparison.Ordinal))];

        lines.Length.ShouldBeGreaterThan(3);
        lines.Select(NamedVerbs.WhatIsWrongWith).OfType<string>().ShouldBeEmpty();
    }

    [Fact]
    public void A_sentence_of_the_program_names_only_what_can_be_typed()
    {
        int named = 0;
        List<string> problems = [];
        foreach (string path in Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories).Where(IsWritten))
        {
            foreach (string text in File.ReadLines(path).SelectMany(Texts))
            {
                string[] options = [.. Option().Matches(text).Select(option => option.Value)];
                named += options.Length;
                problems.AddRange(options.Where(option => !NamedVerbs.IsOption(option) && !s_foreign.Contains(option)).Select(option => $"{path}: there is no {option}"));
                problems.AddRange(Problems(text).Select(problem => $"{path}: {problem}"));
                if (s_verbOfFolder.TryGetValue(Path.GetFileName(Path.GetDirectoryName(path)!), out string? verb) && path.Contains("KafkaStellar.Workers", StringComparison.Ordinal))
                    problems.AddRange(Alone(text).Select(option => NamedVerbs.WhatIsWrongWith($"{verb} {option}")).OfType<string>().Select(problem => $"{path}: {problem}"));
            }
        }

        problems.ShouldBeEmpty();
        named.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("topics frobnicate")]
    [InlineData("sink ledgers --frobnicate")]
    [InlineData("topics list|frobnicate")]
    [InlineData("sink --follow")]
    [InlineData("inspect")]
    public void What_does_not_exist_is_found(string line) => NamedVerbs.WhatIsWrongWith(line).ShouldNotBeNull();

    [Theory]
    [InlineData("topics list|apply")]
    [InlineData("sink ledgers --to-end")]
    [InlineData("dead-letters retry 3/17")]
    [InlineData("verify FILE… --complete.")]
    [InlineData("extract DATASET…")]
    public void What_exists_is_not(string line) => NamedVerbs.WhatIsWrongWith(line).ShouldBeNull();

    // All that stands behind the program's name, and "verb --option" wherever it stands.
    private static IEnumerable<string> Problems(string text) =>
        Line().Matches(text).Select(line => line.Groups[1].Value)
            .Concat(Aside().Matches(text).Select(span => span.Groups[1].Value).Where(span => NamedVerbs.IsVerb(span.Split(' ')[0])))
            .Concat(VerbAndOption().Matches(text).Where(found => NamedVerbs.IsVerb(found.Groups[1].Value)).Select(found => found.Value))
            .Select(NamedVerbs.WhatIsWrongWith).OfType<string>();

    // The options that stand with no verb.
    private static IEnumerable<string> Alone(string text)
    {
        foreach (Regex named in (Regex[])[Line(), Aside(), VerbAndOption()])
            text = named.Replace(text, found => NamedVerbs.IsVerb(found.Groups[1].Value.Split(' ')[0]) ? "" : found.Value);
        return Option().Matches(text).Select(option => option.Value);
    }

    private static string? WhatIsWrongWithSpan(string span)
    {
        string[] words = span.Split(' ');
        if (words[0].StartsWith("--", StringComparison.Ordinal)) return NamedVerbs.IsOption(words[0].Split('=')[0]) ? null : $"`{span}`: no verb has it";
        return NamedVerbs.IsVerb(words[0]) && (words.Length > 1 || !NamedVerbs.HasVerbs(words[0])) ? NamedVerbs.WhatIsWrongWith(span) : null;
    }

    private static bool IsWritten(string path) => !path.Contains("Generat", StringComparison.Ordinal) && !path.Split(Path.DirectorySeparatorChar).Contains("obj");

    private static IEnumerable<string> Texts(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        ? [line]
        : Literal().Matches(line).Select(literal => literal.Value[1..^1].Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal));

    [GeneratedRegex(@"(?<!`)`([^`\n]+)`(?!`)")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<![\w.=-])(?:artifacts/kafkastellar/)?kafkastellar +([a-z-][^\n`|&#]*(?:\|[a-z]+)*)")]
    private static partial Regex Line();

    [GeneratedRegex(@"[(`]([a-z-]+ [^()`\n]+)[)`]")]
    private static partial Regex Aside();

    [GeneratedRegex(@"\b(?<!-)([a-z]+(?:-[a-z]+)?) (--[a-z][a-z-]*)")]
    private static partial Regex VerbAndOption();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"command: \[(.*)\]")]
    private static partial Regex ComposeCommand();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""")]
    private static partial Regex Literal();
}
