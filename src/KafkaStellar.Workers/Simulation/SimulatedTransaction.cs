using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>What a transaction asks for, and the hashes that follow from its envelope.</summary>
internal sealed record SimulatedTransaction
{
    public required AccountAddress Source { get; init; }

    /// <summary>Who pays instead, in a fee bump (CAP-15); null in a plain transaction.</summary>
    public required AccountAddress? FeeSource { get; init; }

    /// <summary>The most that the transaction pays, in stroops; in a fee bump, its inner one.</summary>
    public required uint Fee { get; init; }

    /// <summary>The most that a fee bump pays, in stroops.</summary>
    public required long FeeBumpFee { get; init; }

    public required SimulatedMemo Memo { get; init; }

    public required SimulatedPreconditions Preconditions { get; init; }

    public required IReadOnlyList<SimulatedOperation> Operations { get; init; }

    /// <summary>Whether its signatures hold; if not, it fails with <c>txBAD_AUTH</c>.</summary>
    public required bool IsAuthorized { get; init; }

    /// <summary>Who pays the fee.</summary>
    public SimulatedAccount FeePayer => (FeeSource ?? Source).Account;

    /// <summary>What it is charged, in stroops: the base fee for each operation, and once more for a fee bump.</summary>
    public long FeeCharged => (long)LedgerHeaderState.BaseFee * (Operations.Count + (FeeSource is null ? 0 : 1));

    /// <summary>The transaction's hash; of a fee bump, the outer one.</summary>
    public byte[] Hash { get; } = new byte[32];

    /// <summary>The hash of a fee bump's inner transaction.</summary>
    public byte[] InnerHash { get; } = new byte[32];

    /// <summary>SHA-256 of the whole envelope, signatures too: the order of the set, and, mixed with the set's hash, of application.</summary>
    public byte[] EnvelopeHash { get; } = new byte[32];
}

/// <summary>A memo: <paramref name="Bytes"/> is the text or the hash, <paramref name="Id"/> the id.</summary>
internal readonly record struct SimulatedMemo(MemoType Type, ulong Id, byte[] Bytes);

/// <summary>Until when a transaction may be applied, in seconds since 1970, for all kinds that know a time.</summary>
internal readonly record struct SimulatedPreconditions(PreconditionType Type, ulong MaxTime);
