using System.Collections.Frozen;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>Which rows of a dataset are wanted: an extractor makes no other. What is not named narrows nothing.</summary>
public sealed partial record Selection
{
    /// <summary>All rows.</summary>
    public static Selection Everything { get; } = new();

    /// <summary>Contracts, as 32-byte ids.</summary>
    public ByteSet Contracts { get; init; } = ByteSet.Empty;

    /// <summary>Accounts, as 32-byte ed25519 keys; contracts that hold something, as 32-byte ids.</summary>
    public ByteSet Accounts { get; init; } = ByteSet.Empty;

    /// <summary>Assets, as the XDR of Asset.</summary>
    public ByteSet Assets { get; init; } = ByteSet.Empty;

    /// <summary>Types of operations.</summary>
    public FrozenSet<OperationType> OperationTypes { get; init; } = [];

    /// <summary>Types of token-transfer events: transfer, mint, burn, clawback, fee.</summary>
    public FrozenSet<string> EventTypes { get; init; } = [];

    /// <summary>Whether only successful transactions count.</summary>
    public bool SuccessfulOnly { get; init; }

    /// <summary>Whether contract events include the diagnostic ones.</summary>
    public bool Diagnostics { get; init; }

    /// <summary>Whether contract data include the entries that a ledger evicts at its end, which the SDK's changes do not have.</summary>
    public bool Evictions { get; init; }

    /// <summary>Whether token transfers are read from the meta's own events (CAP-67) instead of derived.</summary>
    public bool Unified { get; init; }

    /// <summary>Which release of Stellar's Go SDK token transfers equal.</summary>
    public TransferProfile Profile { get; init; } = TransferProfile.Latest;
}
