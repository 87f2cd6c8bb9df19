using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>How far the reserves of one liquidity pool moved in an operation, and where its entry stands.</summary>
/// <param name="Key">The pool's id: what the changes are ordered by.</param>
/// <param name="Entry">The newest LedgerEntry of the pool, within the operation's changes.</param>
/// <param name="MovedA">How far the reserve of asset A moved, without a sign.</param>
/// <param name="MovedB">How far the reserve of asset B moved, without a sign.</param>
internal readonly record struct PoolChange(Hash32 Key, Extent Entry, long MovedA, long MovedB)
{
    /// <summary>The pool of <see cref="Entry"/>.</summary>
    /// <param name="changes">The changes it was read from.</param>
    public LiquidityPoolEntry Pool(ReadOnlySpan<byte> changes) => EntryChanges.Read<LiquidityPoolEntry>(Entry.Of(changes));
}
