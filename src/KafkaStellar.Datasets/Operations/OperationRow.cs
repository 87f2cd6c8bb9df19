using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>What one row of <c>operations</c> is made of.</summary>
public readonly ref struct OperationRow
{
    /// <summary>The ledger's sequence.</summary>
    public required uint LedgerSequence { get; init; }

    /// <summary>When the ledger closed, in microseconds since 1970 UTC.</summary>
    public required long ClosedAtMicroseconds { get; init; }

    /// <summary>The transaction's hash, 32 bytes.</summary>
    public required ReadOnlySpan<byte> TransactionHash { get; init; }

    /// <summary>The transaction's place in the order of application, from 1.</summary>
    public required uint TransactionIndex { get; init; }

    /// <summary>Whether the transaction succeeded.</summary>
    public required bool IsSuccessful { get; init; }

    /// <summary>All operations of the transaction.</summary>
    public required XdrList<Operation> Operations { get; init; }

    /// <summary>The operation's place among them, from 1.</summary>
    public required uint Index { get; init; }

    /// <summary>What it asks for.</summary>
    public required OperationBody Body { get; init; }

    /// <summary>The key of who it is done for: its own source account, else the transaction's.</summary>
    public required ReadOnlySpan<byte> SourceKey { get; init; }

    /// <summary>The same account as it was written, muxed or not; of no kind where a V0 envelope names it, which knows only keys.</summary>
    public required MuxedAccount Source { get; init; }

    /// <summary>The key of the transaction's source account.</summary>
    public required ReadOnlySpan<byte> TransactionSourceKey { get; init; }

    /// <summary>The same account as it was written; of no kind for a V0 envelope.</summary>
    public required MuxedAccount TransactionSource { get; init; }

    /// <summary>Whether the transaction came far enough to give this operation a result.</summary>
    public required bool HasResult { get; init; }

    /// <summary>What came of it; ask <see cref="HasResult"/> first.</summary>
    public required OperationResult Result { get; init; }

    /// <summary>What the transaction's meta says of it, as far as its type has use for that.</summary>
    public required OperationEffects Effects { get; init; }

    /// <summary>What a smart contract transaction may touch; of nothing for another.</summary>
    public required LedgerFootprint Footprint { get; init; }

    /// <summary>The ids that the network gives to contracts.</summary>
    internal ContractIds Contracts { get; init; }

    /// <summary>Whether there is a result that belongs to the operation's type.</summary>
    public bool IsInner => HasResult && Result.Code == OperationResultCode.Inner;
}
