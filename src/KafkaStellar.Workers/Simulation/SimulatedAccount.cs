namespace KafkaStellar.Workers.Simulation;

/// <summary>An account, there or not: its key never changes, its state and its trustlines do.</summary>
/// <param name="key">The ed25519 key's place is taken by 32 random bytes: nobody signs with it.</param>
/// <param name="homeDomain">The home domain, as ASCII.</param>
/// <param name="issuedAssets">How many issued assets it can hold.</param>
internal sealed class SimulatedAccount(byte[] key, byte[] homeDomain, int issuedAssets)
{
    public byte[] Key { get; } = key;

    public byte[] HomeDomain { get; } = homeDomain;

    public AccountState State { get; set; }

    /// <summary>The trustlines by the asset's index, there or not.</summary>
    public TrustLineState[] TrustLines { get; } = new TrustLineState[issuedAssets];

    /// <summary>What it can spend of its lumens, in stroops: all but the reserve of itself and its subentries.</summary>
    public long Spendable => Math.Max(0, State.Balance - (2 + State.SubEntryCount) * LedgerHeaderState.BaseReserve);
}

/// <summary>What of an account changes.</summary>
/// <param name="Exists">Whether the ledger holds it.</param>
/// <param name="Balance">Lumens, in stroops.</param>
/// <param name="SequenceNumber">The last sequence number it used.</param>
/// <param name="SubEntryCount">How many trustlines it has.</param>
/// <param name="SequenceLedger">The ledger that last moved its sequence number; 0 for none yet (CAP-21).</param>
/// <param name="SequenceTime">The close time of that ledger.</param>
/// <param name="LastModified">The ledger that last wrote the entry.</param>
internal readonly record struct AccountState(
    bool Exists, long Balance, long SequenceNumber, uint SubEntryCount, uint SequenceLedger, ulong SequenceTime, uint LastModified);

/// <summary>What of a trustline changes; amounts in 10⁻⁷ units.</summary>
internal readonly record struct TrustLineState(bool Exists, long Balance, long Limit, uint LastModified);
