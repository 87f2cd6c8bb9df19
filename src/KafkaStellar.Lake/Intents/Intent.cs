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
    public const int CurrentVersion = 1;

    /// <summary>The version of the form it was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The sink.</summary>
    public required string SinkId { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The first offset.</summary>
    public required long Start { get; init; }

    /// <summary>The offset after the last: where the next intent begins.</summary>
    public required long End { get; init; }

    /// <summary>The first ledger.</summary>
    public required uint FirstLedger { get; init; }

    /// <summary>The last ledger.</summary>
    public required uint LastLedger { get; init; }

    /// <summary>How many messages the offsets hold; fewer than the offsets themselves, as markers of transactions take some.</summary>
    public required int Messages { get; init; }

    /// <summary>How the files are written: partition scheme, codec, program. A successor writes as the intent says, not as it would itself.</summary>
    public required FileSpec Spec { get; init; }

    /// <summary>The files, in order of their names; none where the messages have no rows.</summary>
    public required IReadOnlyList<IntentFile> Files { get; init; }

    /// <summary>Whether another intent decides the same: the same offsets into the same files.</summary>
    public bool DecidesAs(Intent other) => Start == other.Start && End == other.End && Files.SequenceEqual(other.Files);
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
