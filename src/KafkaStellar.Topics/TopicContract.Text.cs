using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace KafkaStellar.Topics;

// The contract as a YAML file.
public sealed partial record TopicContract
{
    /// <summary>The largest contract file that is read, in bytes.</summary>
    public const int MaxFileBytes = 256 << 10;

    private const string NetworkPlace = "{network}";

    /// <summary>The contract's file: the same contract always gives the same text.</summary>
    public string Render()
    {
        var text = new StringBuilder("# Rendered from the code by `kafkastellar topics render`. What a contract is and how it may change: README.md.\n");
        Line("topic", $"stellar.{NetworkPlace}.{TopicName.SegmentOf(Dataset)}.v{Version.Major}");
        Line("dataset", Dataset);
        Line("version", Quoted(Version.ToString()));
        Line("meaning", Quoted(Meaning));
        Line("written-by", Quoted(WrittenBy));
        Line("read-by", $"[{string.Join(", ", ReadBy.Select(Quoted))}]");
        Line("key", Quoted(Key));
        Line("value", Quoted(Value));
        Line("partitions", Number(Partitions));
        Line("span", $"{Number(Span)} # ledgers: partition = (sequence / span) mod partitions");
        Line("retention", Retention is { } kept ? $"{Number((long)kept.TotalMilliseconds)} # ms" : "-1 # unlimited: timestamps are ledger close times");
        Line("compression", CompressionName.Of(Compression));
        Line("max-message-bytes", Number(MaxMessageBytes));
        Line("on-bad-message", OnBadMessage == BadMessagePolicy.Halt ? "halt" : "dead-letter # by extract: any other reader halts");
        text.Append("columns:\n");
        foreach (string column in Columns)
            text.Append("  - ").Append(Quoted(column)).Append('\n');
        return text.ToString();

        void Line(string name, string value) => text.Append(name).Append(": ").Append(value).Append('\n');
    }

    /// <summary>Reads a contract's file.</summary>
    /// <param name="yaml">Its text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="ContractException">It is not a contract; the message says where and why.</exception>
    public static TopicContract Parse(string yaml, string file)
    {
        if (Encoding.UTF8.GetByteCount(yaml) > MaxFileBytes) throw new ContractException($"{file} is larger than {MaxFileBytes} bytes.");
        File? parsed;
        try
        {
            parsed = new DeserializerBuilder()
                .WithNamingConvention(HyphenatedNamingConvention.Instance)
                .WithDuplicateKeyChecking()
                .Build()
                .Deserialize<File?>(yaml);
        }
        catch (YamlException e)
        {
            throw new ContractException($"{file}, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
        return (parsed ?? throw new ContractException($"{file} is empty.")).ToContract(file);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The file's fields as they stand there, before anything of them is believed.</summary>
    private sealed class File
    {
        public string? Topic { get; set; }
        public string? Dataset { get; set; }
        public string? Version { get; set; }
        public string? Meaning { get; set; }
        public string? WrittenBy { get; set; }
        public List<string>? ReadBy { get; set; }
        public string? Key { get; set; }
        public string? Value { get; set; }
        public int Partitions { get; set; }
        public int Span { get; set; }
        public long Retention { get; set; } = -1;
        public string? Compression { get; set; }
        public int MaxMessageBytes { get; set; }
        public string? OnBadMessage { get; set; }
        public List<string>? Columns { get; set; }

        public TopicContract ToContract(string file)
        {
            var contract = new TopicContract
            {
                Dataset = Needed(Dataset, "dataset"),
                Version = ContractVersion.TryParse(Needed(Version, "version"), out ContractVersion? version) ? version! : throw Wrong("version", Version),
                Meaning = Needed(Meaning, "meaning"),
                WrittenBy = Needed(WrittenBy, "written-by"),
                ReadBy = ReadBy ?? throw Wrong("read-by", null),
                Key = Needed(Key, "key"),
                Value = Needed(Value, "value"),
                Partitions = Partitions is >= 1 and <= 10_000 ? Partitions : throw Wrong("partitions", Number(Partitions)),
                Span = Span is >= 1 and <= 1_000_000 ? Span : throw Wrong("span", Number(Span)),
                Retention = Retention switch
                {
                    -1 => null,
                    > 0 and < int.MaxValue * 1000L => TimeSpan.FromMilliseconds(Retention),
                    _ => throw Wrong("retention", Number(Retention)),
                },
                Compression = CompressionName.Parse(Compression) ?? throw Wrong("compression", Compression),
                MaxMessageBytes = MaxMessageBytes is >= 64 << 10 and <= 256 << 20 ? MaxMessageBytes : throw Wrong("max-message-bytes", Number(MaxMessageBytes)),
                OnBadMessage = OnBadMessage switch
                {
                    "halt" => BadMessagePolicy.Halt,
                    "dead-letter" => BadMessagePolicy.DeadLetter,
                    _ => throw Wrong("on-bad-message", OnBadMessage),
                },
                Columns = Columns is { Count: > 0 } ? Columns : throw Wrong("columns", null),
            };
            string promised = $"stellar.{NetworkPlace}.{TopicName.SegmentOf(contract.Dataset)}.v{contract.Version.Major}";
            if (Topic != promised)
                throw new ContractException($"{file}: topic is \"{Topic}\"; with this dataset and version it must be \"{promised}\".");
            if (!TopicName.TryParse(promised.Replace(NetworkPlace, "network", StringComparison.Ordinal), out _))
                throw Wrong("dataset", contract.Dataset);
            return contract;

            string Needed(string? value, string name) => string.IsNullOrWhiteSpace(value) ? throw Wrong(name, value) : value;

            ContractException Wrong(string name, string? value) =>
                new(value is null ? $"{file}: {name} is missing." : $"{file}: {name} cannot be \"{value}\".");
        }
    }
}
