using System.Text.Json.Serialization;

namespace KafkaStellar.Lake;

/// <summary>What a sink has decided to do before it does it: which offsets of a partition become which files. Declared once, never changed.</summary>
/// <remarks>
/// Intents of a partition form a chain: each begins where the one before ended. A worker that dies between declaring and publishing is
/// followed by one that reads the same offsets again and makes the same files. Nothing in an intent tells who made it or when, so that the
/// same decision is the same bytes.
/// </remarks>
public sealed record Intent
{
    /// <summary>The version of this form.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The oldest version that is read: it says of its ledgers only the first and the last, and sets nothing aside.</summary>
    public const int OldestVersion = 2;

    /// <summary>How many ranges of ledgers an intent has at most; its sink ends a file before there are more.</summary>
    public const int MaxLedgerRanges = 250;

    /// <summary>How many messages an intent sets aside at most; its sink declares before there are more.</summary>
    public const int MaxSetAside = 250;

    /// <summary>How many gaps are written down one by one; they are counted all.</summary>
    public const int MaxListedGaps = 500;

    /// <summary>The version of the form it was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The sink.</summary>
    public required string SinkId { get; init; }

    /// <summary>What it says of its offsets.</summary>
    public IntentKind Kind { get; init; } = IntentKind.Data;

    /// <summary>Why nothing of the offsets is in the lake; null for an intent of files.</summary>
    public string? Reason { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Which topic of that name.</summary>
    public required string TopicId { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The first offset.</summary>
    public required long Start { get; init; }

    /// <summary>The offset after the last: where the next intent begins.</summary>
    public required long End { get; init; }

    /// <summary>The least ledger; 0 for a gap.</summary>
    public required uint FirstLedger { get; init; }

    /// <summary>The greatest ledger; 0 for a gap.</summary>
    public required uint LastLedger { get; init; }

    /// <summary>
    /// Which of the partition's ledgers it holds, ascending, with rows or without. A range goes over the ledgers of other partitions between its ends. None in an intent of
    /// version 2; ask <see cref="Held"/>.
    /// </summary>
    public IReadOnlyList<LedgerRange> Ledgers { get; init; } = [];

    /// <summary>The greatest ledger of the partition that this intent or one before it holds: a later message with a greater one is new for certain. 0 where none is known.</summary>
    public uint Greatest { get; init; }

    /// <summary>How many messages of the offsets are in the files.</summary>
    public required int Messages { get; init; }

    /// <summary>How many offsets gave nothing: markers of transactions, aborted messages, what was in the lake before.</summary>
    public long GapOffsets { get; init; }

    /// <summary>Those offsets, at most <see cref="MaxListedGaps"/> runs of them.</summary>
    public IReadOnlyList<OffsetRange> Gaps { get; init; } = [];

    /// <summary>Messages that are not in the lake, or not with all their ledgers, each with its reason.</summary>
    public IReadOnlyList<SetAsideMessage> SetAside { get; init; } = [];

    /// <summary>The ledgers that it holds. An intent of version 2 is taken to hold all from its first to its last.</summary>
    [JsonIgnore]
    public IReadOnlyList<LedgerRange> Held => Version > OldestVersion ? Ledgers : Kind == IntentKind.Gap ? [] : [new LedgerRange(FirstLedger, LastLedger)];

    /// <summary>How the files are written: partition scheme, codec, program. A successor writes as the intent says, not as it would itself. Null for a gap.</summary>
    public required FileSpec? Spec { get; init; }

    /// <summary>The files, in order of their names; none where the messages have no rows.</summary>
    public required IReadOnlyList<IntentFile> Files { get; init; }

    /// <summary>An intent that says of offsets that nothing of them is in the lake, and why.</summary>
    public static Intent OfGap(string sinkId, TopicIncarnation topic, int partition, OffsetRange offsets, string reason, uint greatest = 0, IReadOnlyList<SetAsideMessage>? setAside = null) => new()
    {
        Greatest = greatest,
        SetAside = setAside ?? [],
        SinkId = sinkId,
        Kind = IntentKind.Gap,
        Reason = reason,
        Topic = topic.Topic,
        TopicId = topic.Id,
        Partition = partition,
        Start = offsets.Start,
        End = offsets.End,
        FirstLedger = 0,
        LastLedger = 0,
        Messages = 0,
        GapOffsets = offsets.End - offsets.Start,
        Spec = null,
        Files = [],
    };

    /// <summary>Whether another intent decides the same: the same offsets into the same files.</summary>
    public bool DecidesAs(Intent other) => Kind == other.Kind && Start == other.Start && End == other.End && Files.SequenceEqual(other.Files);
}

/// <summary>How files are written.</summary>
/// <param name="Scheme">How rows are spread over folders.</param>
/// <param name="Codec">How pages are compressed, with the level: <c>zstd:3</c>.</param>
/// <param name="Writer">The program with its version: another may write the same rows as other bytes.</param>
public sealed record FileSpec(PartitionScheme Scheme, string Codec, string Writer);

/// <summary>A file of an intent.</summary>
/// <param name="Path">Its key in the store.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
public sealed record IntentFile(string Path, long Rows, long Bytes, string Sha256);
