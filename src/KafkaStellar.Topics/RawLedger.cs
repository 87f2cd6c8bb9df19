namespace KafkaStellar.Topics;

/// <summary>
/// One row of raw-ledgers: a ledger as its source gave it. What stands beside the meta was read from it, so that a reader can check the
/// chain without decoding.
/// </summary>
public sealed record RawLedger
{
    /// <summary>The ledger's sequence.</summary>
    public required uint Sequence { get; init; }

    /// <summary>The SHA-256 of its header, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>The hash of the ledger before it, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> PreviousHash { get; init; }

    /// <summary>When it closed.</summary>
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>The protocol it closed under.</summary>
    public required uint ProtocolVersion { get; init; }

    /// <summary>How many transactions it has.</summary>
    public required uint TransactionCount { get; init; }

    /// <summary>How many operations its transaction set has.</summary>
    public required uint OperationCount { get; init; }

    /// <summary>
    /// The meta, in the form that <see cref="Encoding"/> says. Of a row that was read: valid until its batch is disposed.
    /// </summary>
    public required ReadOnlyMemory<byte> LedgerCloseMeta { get; init; }

    /// <summary>The form of the meta.</summary>
    public required RawLedgerEncoding Encoding { get; init; }
}
