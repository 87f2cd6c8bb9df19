using KafkaStellar.Arrow;

namespace KafkaStellar.Topics;

/// <summary>
/// What a topic promises its readers: a file of <c>topics/</c> as a type. The code is the truth about the columns; the file is their
/// published, reviewed form, and both are compared at test time, when a worker starts, and by <c>topics check</c>.
/// </summary>
public sealed partial record TopicContract
{
    /// <summary>
    /// How many partitions a topic has unless its contract says otherwise: 12 divides among 1, 2, 3, 4, 6 and 12 workers.
    /// </summary>
    public const int DefaultPartitions = 12;

    /// <summary>
    /// How many ledgers in a row go to one partition unless the contract says otherwise. 64 is one data lake file of the public lakes:
    /// whoever reads a partition in order reads whole files, and 12 partitions take turns every hour at the network's pace, every 768
    /// ledgers in a backfill.
    /// </summary>
    public const int DefaultLedgersPerRun = 64;

    /// <summary>
    /// How large a message may be unless the contract says otherwise, in bytes. 8 MiB: some times what the fullest ledgers give in rows;
    /// larger ones are split.
    /// </summary>
    public const int DefaultMaxMessageBytes = 8 << 20;

    /// <summary>Room within <see cref="MaxMessageBytes"/> for key, headers and the frame of a record batch.</summary>
    private const int EnvelopeBytes = 16 << 10;

    /// <summary>The dataset, in snake case.</summary>
    public required string Dataset { get; init; }

    /// <summary>The contract's version. Its major is the <c>v&lt;N&gt;</c> of the topic's name.</summary>
    public ContractVersion Version { get; init; } = ContractVersion.First;

    /// <summary>What one message and one row mean, in a sentence.</summary>
    public required string Meaning { get; init; }

    /// <summary>The verb that writes the topic, like <c>extract transactions</c>; several are separated by commas.</summary>
    public required string WrittenBy { get; init; }

    /// <summary>The verbs that read it.</summary>
    public required IReadOnlyList<string> ReadBy { get; init; }

    /// <summary>What the key is.</summary>
    public string Key { get; init; } = "first ledger sequence, uint32 big-endian";

    /// <summary>What the value is.</summary>
    public string Value { get; init; } = "Arrow IPC stream, one schema, one record batch";

    /// <summary>How many partitions the topic has. The same at every stage, as an output goes to its input's partition.</summary>
    public int Partitions { get; init; } = DefaultPartitions;

    /// <summary>How many ledgers in a row go to one partition: <c>(sequence / span) mod partitions</c>. The same at every stage.</summary>
    public int Span { get; init; } = DefaultLedgersPerRun;

    /// <summary>
    /// How long messages are kept; none for as long as the topic exists. Their timestamps are ledgers' close times, years ago in a
    /// backfill: any limit counts from there and deletes history as soon as it is written.
    /// </summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>How messages are compressed.</summary>
    public Compression Compression { get; init; } = Compression.Zstd;

    /// <summary>The topic's <c>max.message.bytes</c>.</summary>
    public int MaxMessageBytes { get; init; } = DefaultMaxMessageBytes;

    /// <summary>What becomes of a message that cannot be read, where other topics are made of this one. Whoever else reads it halts.</summary>
    public BadMessagePolicy OnBadMessage { get; init; } = BadMessagePolicy.Halt;

    /// <summary>The columns in order, each as <c>name: type</c>, with <c>?</c> where it may be null.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The greatest value that a message may have, in bytes.</summary>
    public int MaxValueBytes => MaxMessageBytes - EnvelopeBytes;

    /// <summary>The topic's full name on a network.</summary>
    public string TopicOn(string network) => new TopicName(network, Dataset, Version.Major).ToString();

    /// <summary>The file's name in <c>topics/</c>, like <c>contract-events.v1.yaml</c>.</summary>
    public string FileName => FileNameOf(Dataset, Version.Major);

    /// <summary>The partition of a message that begins with this ledger.</summary>
    public int PartitionOf(uint ledger) => (int)(ledger / (uint)Span % (uint)Partitions);

    /// <summary>The ledger that follows one in its partition: the next of its run, or the first of the partition's next run.</summary>
    public uint NextInPartition(uint ledger) =>
        (ledger + 1) % (uint)Span != 0 ? ledger + 1 : (ledger / (uint)Span + (uint)Partitions) * (uint)Span;

    /// <summary>The file's name in <c>topics/</c> of a dataset's contract.</summary>
    public static string FileNameOf(string dataset, int major) => $"{TopicName.SegmentOf(dataset)}.v{major}.yaml";

    /// <summary>The columns of a schema, as contracts write them.</summary>
    public static IReadOnlyList<string> ColumnsOf(Schema schema) => [.. schema.FieldsList.Select(field => field.ToString())];

    /// <summary>Refuses rows that are not the ones the topic promises.</summary>
    /// <exception cref="ContractException">A column differs; the message has the promised and the found one, and their place.</exception>
    public void Verify(Schema actual)
    {
        if (FirstDifference(Columns, ColumnsOf(actual)) is { } difference)
            throw new ContractException($"The rows of {Dataset} are not those that its contract {FileName} promises: {difference}");
    }

    /// <summary>
    /// Whether rows of a schema may stand in this topic: the contract's own, or those of an older or newer minor version of it.
    /// </summary>
    /// <returns>Why not; none where they may.</returns>
    internal string? WhyUnreadable(Schema found)
    {
        IReadOnlyList<string> columns = ColumnsOf(found);
        (IReadOnlyList<string> shorter, IReadOnlyList<string> longer) = columns.Count <= Columns.Count ? (columns, Columns) : (Columns, columns);
        if (FirstDifference([.. Columns.Take(shorter.Count)], [.. columns.Take(shorter.Count)]) is { } difference) return difference;
        return longer.Skip(shorter.Count).FirstOrDefault(column => !column.EndsWith('?')) is { } needed
            ? $"column {needed} stands in {(longer == columns ? "the message" : "the contract")} only, and may not be null."
            : null;
    }

    /// <summary>The first place where two lists of columns differ, with both sides.</summary>
    private static string? FirstDifference(IReadOnlyList<string> promised, IReadOnlyList<string> found)
    {
        for (int index = 0; index < Math.Max(promised.Count, found.Count); index++)
        {
            string? left = promised.ElementAtOrDefault(index), right = found.ElementAtOrDefault(index);
            if (left == right) continue;
            return $"column {index + 1} of {promised.Count} is promised as {Quote(left)} and is {Quote(right)}. "
                + $"Promised: [{string.Join(", ", promised)}]. Found: [{string.Join(", ", found)}].";
        }
        return null;
    }

    private static string Quote(string? column) => column is null ? "nothing" : $"\"{column}\"";
}
