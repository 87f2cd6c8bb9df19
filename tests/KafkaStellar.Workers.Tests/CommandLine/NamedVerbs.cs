using System.CommandLine;
using System.Text.RegularExpressions;
using KafkaStellar.Workers.CommandLine;

namespace KafkaStellar.Workers.Tests.CommandLine;

/// <summary>The command line against what is said about it: which named verbs and options do not exist.</summary>
internal static partial class NamedVerbs
{
    private static readonly RootCommand s_root = Verbs.Root();

    /// <summary>Whether a word is a verb.</summary>
    public static bool IsVerb(string word) => s_root.Subcommands.Any(verb => verb.Name == word);

    /// <summary>Whether a verb has verbs of its own.</summary>
    public static bool HasVerbs(string verb) => s_root.Subcommands.Single(one => one.Name == verb).Subcommands.Count > 0;

    /// <summary>Whether any verb has an option.</summary>
    public static bool IsOption(string name) => name is "--help" or "--version" || Options(s_root).Contains(name);

    /// <summary>What is wrong with a command line as a sentence tells it, from its verb on; null where nothing is.</summary>
    /// <remarks>Words in capitals and in braces stand for something; <c>list|show</c> for either.</remarks>
    public static string? WhatIsWrongWith(string line)
    {
        string[] words = Words().Matches(line).Select(word => word.Value).ToArray();
        List<Command> commands = [s_root];
        int at = 0;
        for (; at < words.Length && commands[0].Subcommands.Count > 0 && !words[at].StartsWith('-'); at++)
        {
            List<Command> found = [];
            foreach (string name in words[at].Split('|'))
            {
                if (commands[0].Subcommands.FirstOrDefault(verb => verb.Name == name) is not { } verb) return $"`{line}`: there is no {name}";
                found.Add(verb);
            }

            commands = found;
        }

        string? strange = words.Skip(at).FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--help" && !commands.All(verb => Options(verb).Contains(word)));
        return strange is null ? null : $"`{line}`: there is no {strange}";
    }

    private static IEnumerable<string> Options(Command verb) => verb.Options.Select(option => option.Name).Concat(verb.Subcommands.SelectMany(Options));

    [GeneratedRegex(@"(?<![^\s(\[=""'])-{2}[a-z0-9]+(-[a-z0-9]+)*|(?<=^|\s)[a-z]+(-[a-z]+)*(\|[a-z]+)*(?=$|[\s.,;:)])")]
    private static partial Regex Words();
}
