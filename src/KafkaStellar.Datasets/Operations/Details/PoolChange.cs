using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>What an operation did to a liquidity pool, as its changes tell: the assets, and after less before.</summary>
internal readonly ref struct PoolChange
{
    private PoolChange(LiquidityPoolEntryConstantProduct before, LiquidityPoolEntryConstantProduct after)
    {
        IsFound = true;
        LiquidityPoolConstantProductParameters parameters = after.Xdr.IsEmpty ? before.Params : after.Params;
        AssetA = parameters.AssetA;
        AssetB = parameters.AssetB;
        ReserveA = after.ReserveA - before.ReserveA;
        ReserveB = after.ReserveB - before.ReserveB;
        Shares = after.TotalPoolShares - before.TotalPoolShares;
    }

    /// <summary>Whether the changes tell of the pool at all.</summary>
    public bool IsFound { get; }

    public Asset AssetA { get; }

    public Asset AssetB { get; }

    public long ReserveA { get; }

    public long ReserveB { get; }

    public long Shares { get; }

    /// <summary>The first change of a pool. A pool that came or went was of nothing before or after.</summary>
    public static PoolChange Of(XdrList<LedgerEntryChange> changes, ReadOnlySpan<byte> poolId)
    {
        LiquidityPoolEntryConstantProduct before = default;
        foreach (LedgerEntryChange change in changes)
        {
            switch (change.Type)
            {
                case LedgerEntryChangeType.State:
                    if (TryRead(change.State, poolId, out LiquidityPoolEntryConstantProduct state)) before = state;
                    break;
                case LedgerEntryChangeType.Created:
                    if (TryRead(change.Created, poolId, out LiquidityPoolEntryConstantProduct created)) return new PoolChange(before, created);
                    break;
                case LedgerEntryChangeType.Updated:
                    if (TryRead(change.Updated, poolId, out LiquidityPoolEntryConstantProduct updated)) return new PoolChange(before, updated);
                    break;
                case LedgerEntryChangeType.Removed:
                    if (!before.Xdr.IsEmpty && IsKeyOf(change.Removed, poolId)) return new PoolChange(before, default);
                    break;
            }
        }

        return default;
    }

    private static bool TryRead(LedgerEntry entry, ReadOnlySpan<byte> poolId, out LiquidityPoolEntryConstantProduct pool)
    {
        bool isIt = entry.Data.Type == LedgerEntryType.LiquidityPool && entry.Data.LiquidityPool.LiquidityPoolID.SequenceEqual(poolId);
        pool = isIt ? entry.Data.LiquidityPool.Body.ConstantProduct : default;
        return isIt;
    }

    private static bool IsKeyOf(LedgerKey key, ReadOnlySpan<byte> poolId) =>
        key.Type == LedgerEntryType.LiquidityPool && key.LiquidityPool.LiquidityPoolID.SequenceEqual(poolId);
}
