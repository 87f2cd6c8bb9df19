using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KafkaStellar.Topics;

/// <summary>What a message says of itself: its identity and where it came from. Written as Kafka headers of ASCII text.</summary>
public sealed record MessageHeaders
{
    /// <summary>The most headers of a message, ours and others', that are looked at.</summary>
    public const int MaxCount = 64;

    /// <summary>The most bytes of one of our headers.</summary>
    public const int MaxValueBytes = 512;

    private const string DatasetName = "dataset";
    private const string SchemaVersionName = "schema-version";
    private const string NetworkName = "network";
    private const string LedgersName = "ledger-range";
    private const string RowsName = "rows";
    private const string SourceName = "source";
    private const string SelectionName = "selection";
    private const string CodeName = "code";
    private const string TraceParentName = "traceparent";
    private const string ChecksumName = "crc32c";
    private const string PartName = "part";
    private const string LateName = "late";

    /// <summary>The dataset, in snake case. Header <c>dataset</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>The version of the topic's contract that the rows follow, like <c>1.0.0</c>. Header <c>schema-version</c>.</summary>
    public required string SchemaVersion { get; init; }

    /// <summary>The network's label. Header <c>network</c>.</summary>
    public required string Network { get; init; }

    /// <summary>The ledgers whose rows these are, also where they have none. Header <c>ledger-range</c>, as <c>first-last</c>.</summary>
    public required LedgerSpan Ledgers { get; init; }

    /// <summary>How many rows the value holds. Header <c>rows</c>.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// The message that these rows were extracted from. Header <c>source</c>, as <c>topic/partition/offset</c>; none for a source's own.
    /// </summary>
    public Position? Source { get; init; }

    /// <summary>
    /// What narrowed the rows, as <see cref="SelectionOf"/> gives it. Header <c>selection</c>; none where they are all that there are.
    /// </summary>
    public string? Selection { get; init; }

    /// <summary>The program that wrote the message, with its version. Header <c>code</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The trace it belongs to (W3C Trace Context). Header <c>traceparent</c>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>CRC-32C of the value. Header <c>crc32c</c>, as 8 hex digits.</summary>
    public required uint Checksum { get; init; }

    /// <summary>Which part this is of a ledger too large for one message. Header <c>part</c>.</summary>
    public MessagePart? Part { get; init; }

    /// <summary>Whether it was made late, of a message that had been set aside: its ledgers stand after later ones. Header <c>late</c>, as <c>1</c>.</summary>
    public bool IsLate { get; init; }

    /// <summary>The headers, in an order that never changes.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Encode()
    {
        List<KeyValuePair<string, byte[]>> headers =
        [
            Header(DatasetName, Dataset),
            Header(SchemaVersionName, SchemaVersion),
            Header(NetworkName, Network),
            Header(LedgersName, Ledgers.ToString()),
            Header(RowsName, Rows.ToString(CultureInfo.InvariantCulture)),
        ];
        if (Part is { } part) headers.Add(Header(PartName, part.ToString()));
        if (Source is { } source) headers.Add(Header(SourceName, source.ToString()));
        if (Selection is { } selection) headers.Add(Header(SelectionName, selection));
        if (IsLate) headers.Add(Header(LateName, "1"));
        headers.Add(Header(CodeName, Code));
        if (TraceParent is { } trace) headers.Add(Header(TraceParentName, trace));
        headers.Add(Header(ChecksumName, Checksum.ToString("x8", CultureInfo.InvariantCulture)));
        return headers;
    }

    /// <summary>
    /// Reads the headers of a message. Others' headers are passed over; of ours each may stand once and must be well formed.
    /// </summary>
    /// <exception cref="FormatException">One is missing, twice there, too long, or not of its form; the message says which.</exception>
    public static MessageHeaders Parse(IReadOnlyList<KeyValuePair<string, byte[]?>> headers)
    {
        if (headers.Count > MaxCount) throw new FormatException($"it has {headers.Count} headers; at most {MaxCount} are allowed.");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, byte[]? value) in headers)
        {
            if (!IsOurs(name)) continue;
            if (value is null || value.Length is 0 or > MaxValueBytes || value.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~'))
                throw new FormatException($"its header {name} is not 1 to {MaxValueBytes} characters of printable ASCII.");
            if (!texts.TryAdd(name, Encoding.ASCII.GetString(value))) throw new FormatException($"its header {name} stands there twice.");
        }
        return new()
        {
            Dataset = Needed(texts, DatasetName),
            SchemaVersion = Needed(texts, SchemaVersionName),
            Network = Needed(texts, NetworkName),
            Ledgers = LedgerSpan.TryParse(Needed(texts, LedgersName), out LedgerSpan ledgers) ? ledgers : throw Malformed(texts, LedgersName),
            Rows = int.TryParse(Needed(texts, RowsName), NumberStyles.None, CultureInfo.InvariantCulture, out int rows) ? rows : throw Malformed(texts, RowsName),
            Source = !texts.TryGetValue(SourceName, out string? source) ? null
                : Position.TryParse(source, out Position position) ? position : throw Malformed(texts, SourceName),
            Selection = texts.GetValueOrDefault(SelectionName),
            IsLate = texts.TryGetValue(LateName, out string? late) && (late == "1" ? true : throw Malformed(texts, LateName)),
            Code = Needed(texts, CodeName),
            TraceParent = texts.GetValueOrDefault(TraceParentName),
            Checksum = ParseChecksum(texts),
            Part = !texts.TryGetValue(PartName, out string? text) ? null
                : MessagePart.TryParse(text, out MessagePart part) ? part : throw Malformed(texts, PartName),
        };
    }

    /// <summary>A selection's line as a header has it: itself, or where it is too long for one, <c>sha256:</c> and its hash; none for no selection.</summary>
    public static string? SelectionOf(string line) => line.Length switch
    {
        0 => null,
        <= MaxValueBytes => line,
        _ => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))}",
    };

    private static uint ParseChecksum(Dictionary<string, string> texts)
    {
        string text = Needed(texts, ChecksumName);
        return text.Length == 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint checksum)
            ? checksum
            : throw Malformed(texts, ChecksumName);
    }

    private static bool IsOurs(string name) => name is DatasetName or SchemaVersionName or NetworkName or LedgersName or RowsName or SourceName
        or SelectionName or CodeName or TraceParentName or ChecksumName or PartName or LateName;

    private static string Needed(Dictionary<string, string> texts, string name) =>
        texts.TryGetValue(name, out string? text) ? text : throw new FormatException($"its header {name} is missing.");

    private static FormatException Malformed(Dictionary<string, string> texts, string name) =>
        new($"its header {name} is \"{texts[name]}\", which is not of the form that it must have.");

    private static KeyValuePair<string, byte[]> Header(string name, string value)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(value);
        return bytes.Length is > 0 and <= MaxValueBytes
            ? new(name, bytes)
            : throw new FormatException($"the header {name} must be 1 to {MaxValueBytes} characters; it is {bytes.Length}.");
    }
}
