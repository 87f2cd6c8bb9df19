using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>What goes into liquidity pools and out of them, told by how their reserves moved.</summary>
internal sealed class PoolTransfers(TransferBuffer buffer, Movements movements, TransferProfile profile)
{
    private readonly GrowingList<PoolChange> _pools = new();
    private readonly Dictionary<Hash32, Extent> _balances = [];
    private readonly XdrWriter _preimage = new();

    /// <summary>A deposit: both assets go from the operation's source to the pool.</summary>
    public void AddDeposit(in Holder source, ReadOnlySpan<byte> changes)
    {
        PoolChange change = OnlyPool(changes);
        if (change.MovedA <= 0 || change.MovedB <= 0) throw buffer.Refused("a deposit that leaves a reserve as it was");
        LiquidityPoolEntry pool = change.Pool(changes);
        LiquidityPoolConstantProductParameters assets = pool.Body.ConstantProduct.Params;
        movements.Add(buffer.Assets.Of(assets.AssetA.Xdr), in source, Holder.Pool(pool.LiquidityPoolID), change.MovedA);
        movements.Add(buffer.Assets.Of(assets.AssetB.Xdr), in source, Holder.Pool(pool.LiquidityPoolID), change.MovedB);
    }

    /// <summary>A withdrawal: both assets go from the pool to the operation's source, be it nothing of one.</summary>
    public void AddWithdrawal(in TransactionBody body, in Holder source, ReadOnlySpan<byte> changes)
    {
        PoolChange change = OnlyPool(changes);
        if (change.MovedA < 0 || change.MovedB < 0) throw buffer.Refused("a withdrawal of more than an int64");
        LiquidityPoolEntry pool = change.Pool(changes);
        LiquidityPoolConstantProductParameters assets = pool.Body.ConstantProduct.Params;
        movements.Add(buffer.Assets.Of(assets.AssetA.Xdr), Holder.Pool(pool.LiquidityPoolID), in source, change.MovedA, body.Memo);
        movements.Add(buffer.Assets.Of(assets.AssetB.Xdr), Holder.Pool(pool.LiquidityPoolID), in source, change.MovedB, body.Memo);
    }

    /// <summary>A trustline whose authorization is taken away: pool shares are redeemed into claimable balances (CAP-38).</summary>
    public void AddRevocation(in TransactionBody body, int operation, ReadOnlySpan<byte> changes)
    {
        ReadPools(changes);
        if (_pools.Count == 0) return;
        ReadCreatedBalances(changes);
        if (_balances.Count == 0) return;
        for (int i = 0; i < _pools.Count; i++) AddRedemption(in body, operation, _pools[i], changes);
    }

    private void AddRedemption(in TransactionBody body, int operation, PoolChange change, ReadOnlySpan<byte> changes)
    {
        LiquidityPoolEntry pool = change.Pool(changes);
        LiquidityPoolConstantProductParameters assets = pool.Body.ConstantProduct.Params;
        bool hasA = TryFindBalance(in body, operation, pool.LiquidityPoolID, assets.AssetA, out Extent balanceA);
        bool hasB = TryFindBalance(in body, operation, pool.LiquidityPoolID, assets.AssetB, out Extent balanceB);
        Holder holder = Holder.Pool(pool.LiquidityPoolID);
        if (hasA) AddBalance(in holder, balanceA.Of(changes));
        if (hasB) AddBalance(in holder, balanceB.Of(changes));
        if (hasA == hasB) return;

        // Only one asset went into a balance: the other went back to its issuer, or there was too little of it.
        ReadOnlySpan<byte> balanced = EntryChanges.Read<ClaimableBalanceEntry>((hasA ? balanceA : balanceB).Of(changes)).Asset.Xdr;
        bool isA = balanced.SequenceEqual(assets.AssetA.Xdr) && (assets.AssetA.Type == AssetType.Native || !profile.BurnsIssuedAssetA);
        ref TransferEvent burn = ref buffer.AddEvent(TransferType.Burn, buffer.Assets.Of((isA ? assets.AssetB : assets.AssetA).Xdr), isA ? change.MovedB : change.MovedA);
        burn.From = holder;
    }

    private void AddBalance(in Holder pool, ReadOnlySpan<byte> entry)
    {
        ClaimableBalanceEntry balance = EntryChanges.Read<ClaimableBalanceEntry>(entry);
        movements.Add(buffer.Assets.Of(balance.Asset.Xdr), in pool, Holder.Balance(balance.BalanceID), balance.Amount);
    }

    // The id that stellar-core gives a balance made of pool shares: of the transaction's source, not the operation's.
    private bool TryFindBalance(in TransactionBody body, int operation, ReadOnlySpan<byte> pool, Asset asset, out Extent entry)
    {
        _preimage.Clear();
        _preimage.Int32((int)EnvelopeType.PoolRevokeOpId)
            .Int32((int)PublicKeyType.PublicKeyTypeEd25519).Opaque(body.SourceAccount)
            .Int64(body.SequenceNumber)
            .UInt32((uint)operation)
            .Opaque(pool)
            .Xdr(asset.Xdr);
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_preimage.Written, id);
        return _balances.TryGetValue(new Hash32(id), out entry);
    }

    private PoolChange OnlyPool(ReadOnlySpan<byte> changes)
    {
        ReadPools(changes);
        if (_pools.Count == 1) return _pools[0];
        throw buffer.Refused(_pools.Count == 0 ? "no liquidity pool is changed" : "more than one liquidity pool is changed");
    }

    // In order of their ids, as the reference orders changes by their ledger key.
    private void ReadPools(ReadOnlySpan<byte> changes)
    {
        _pools.Clear();
        var walk = new EntryChanges(changes);
        while (walk.MoveNext())
        {
            if (walk.Type != LedgerEntryType.LiquidityPool) continue;
            if (walk.ChangesType) throw buffer.Refused("a liquidity pool becomes an entry of another kind");
            ReadReserves(walk.Before, out long beforeA, out long beforeB);
            ReadReserves(walk.After, out long afterA, out long afterB);
            _pools.Add() = new PoolChange(
                new Hash32(EntryChanges.Read<LiquidityPoolEntry>(walk.Oldest).LiquidityPoolID),
                ExtentOf(changes, walk.Newest),
                Distance(beforeA, afterA),
                Distance(beforeB, afterB));
        }

        if (_pools.Count > 1) Sort();
    }

    private void Sort()
    {
        var ordered = new PoolChange[_pools.Count];
        for (int i = 0; i < ordered.Length; i++) ordered[i] = _pools[i];
        int next = 0;
        foreach (PoolChange change in ordered.Order(ByKey.Instance)) _pools[next++] = change;
    }

    // Of several balances of one id, which no network makes, the last in order counts: the order is stable.
    private void ReadCreatedBalances(ReadOnlySpan<byte> changes)
    {
        _balances.Clear();
        var walk = new EntryChanges(changes);
        while (walk.MoveNext())
        {
            if (walk.Kind == LedgerEntryChangeType.Created && walk.Type == LedgerEntryType.ClaimableBalance)
                _balances[new Hash32(EntryChanges.Read<ClaimableBalanceEntry>(walk.After).BalanceID.V0)] = ExtentOf(changes, walk.After);
        }
    }

    private static void ReadReserves(ReadOnlySpan<byte> entry, out long a, out long b)
    {
        a = b = 0;
        if (entry.IsEmpty) return;
        LiquidityPoolEntryConstantProduct pool = EntryChanges.Read<LiquidityPoolEntry>(entry).Body.ConstantProduct;
        a = pool.ReserveA;
        b = pool.ReserveB;
    }

    // Wraps as the reference does; between reserves of a network it cannot.
    private static long Distance(long before, long after)
    {
        long moved = unchecked(after - before);
        return moved < 0 ? unchecked(-moved) : moved;
    }

    private static Extent ExtentOf(ReadOnlySpan<byte> all, ReadOnlySpan<byte> part) =>
        new((int)Unsafe.ByteOffset(in MemoryMarshal.GetReference(all), in MemoryMarshal.GetReference(part)), part.Length);

    private sealed class ByKey : IComparer<PoolChange>
    {
        public static ByKey Instance { get; } = new();

        public int Compare(PoolChange x, PoolChange y) => x.Key.Bytes.SequenceCompareTo(y.Key.Bytes);
    }
}
