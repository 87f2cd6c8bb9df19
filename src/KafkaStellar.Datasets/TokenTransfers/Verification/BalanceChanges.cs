using System.Numerics;
using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers.Verification;

/// <summary>How the ledger entries of a transaction say that balances moved: accounts, trustlines, claimable balances and liquidity pools.</summary>
internal static class BalanceChanges
{
    // Until then the meta of a transaction that ended in an internal error tells changes that were undone.
    private const uint LastProtocolWithUndoneChanges = 12;

    /// <summary>Adds what charging, applying and refunding a transaction changed.</summary>
    /// <exception cref="BrokenChangesException">Changes that tell no true story.</exception>
    public static void Add(in LedgerTransaction transaction, uint protocolVersion, BalanceDeltas deltas)
    {
        AddList(transaction.FeeChangesXdr, deltas);
        AddMeta(in transaction, protocolVersion, deltas);
        AddList(transaction.PostFeeChangesXdr, deltas);
    }

    private static void AddMeta(in LedgerTransaction transaction, uint protocolVersion, BalanceDeltas deltas)
    {
        ReadOnlySpan<byte> xdr = transaction.MetaXdr;
        var reader = new XdrReader(xdr);
        int version = reader.ReadInt32();
        if (version == 0) throw new BrokenChangesException("TransactionMeta V0 does not tell what charging the fee changed");
        if (version >= 3) reader.Advance(sizeof(int)); // the extension point
        AddList(ref reader, xdr, deltas);
        if (transaction.Result.Result.Code == TransactionResultCode.InternalError && protocolVersion <= LastProtocolWithUndoneChanges) return;

        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            if (version == 4) reader.Advance(sizeof(int));
            AddList(ref reader, xdr, deltas);
            if (version == 4) XdrList<ContractEvent>.Skip(ref reader);
        }

        if (version >= 2) AddList(ref reader, xdr, deltas);
    }

    private static void AddList(scoped ref XdrReader reader, ReadOnlySpan<byte> xdr, BalanceDeltas deltas)
    {
        int start = reader.Position;
        XdrList<LedgerEntryChange>.Skip(ref reader);
        AddList(xdr[start..reader.Position], deltas);
    }

    private static void AddList(ReadOnlySpan<byte> changes, BalanceDeltas deltas)
    {
        var walk = new EntryChanges(changes);
        while (walk.MoveNext())
        {
            if (walk.Type is not (LedgerEntryType.Account or LedgerEntryType.Trustline or LedgerEntryType.ClaimableBalance or LedgerEntryType.LiquidityPool)) continue;
            if (walk.ChangesType) throw new BrokenChangesException("a ledger entry becomes one of another kind");
            AddChange(walk.Type, walk.Before, walk.After, deltas);
        }
    }

    private static void AddChange(LedgerEntryType type, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, BalanceDeltas deltas)
    {
        switch (type)
        {
            case LedgerEntryType.Account:
                AddAccount(before, after, deltas);
                break;
            case LedgerEntryType.Trustline:
                AddTrustline(before, after, deltas);
                break;
            case LedgerEntryType.ClaimableBalance:
                AddClaimable(before, -1, deltas);
                AddClaimable(after, 1, deltas);
                break;
            default:
                AddPool(before, -1, deltas);
                AddPool(after, 1, deltas);
                break;
        }
    }

    // Most accounts that change keep their balance; a name is only written where one moved.
    private static void AddAccount(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, BalanceDeltas deltas)
    {
        Int128 moved = Balance(after) - Balance(before);
        if (moved != 0) deltas.Add(StrKey.ToText(StrKeyKind.Account, EntryChanges.Read<AccountEntry>(after.IsEmpty ? before : after).AccountID.Ed25519), "native", moved);

        static Int128 Balance(ReadOnlySpan<byte> entry) => entry.IsEmpty ? 0 : EntryChanges.Read<AccountEntry>(entry).Balance;
    }

    private static void AddTrustline(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, BalanceDeltas deltas)
    {
        Int128 moved = Balance(after) - Balance(before);
        if (moved == 0) return;
        TrustLineEntry line = EntryChanges.Read<TrustLineEntry>(after.IsEmpty ? before : after);
        if (line.Asset.Type != AssetType.PoolShare) deltas.Add(StrKey.ToText(StrKeyKind.Account, line.AccountID.Ed25519), AssetText(line.Asset.Xdr), moved);

        static Int128 Balance(ReadOnlySpan<byte> entry) => entry.IsEmpty ? 0 : EntryChanges.Read<TrustLineEntry>(entry).Balance;
    }

    private static void AddClaimable(ReadOnlySpan<byte> entry, int sign, BalanceDeltas deltas)
    {
        if (entry.IsEmpty) return;
        ClaimableBalanceEntry balance = EntryChanges.Read<ClaimableBalanceEntry>(entry);
        deltas.Add(StrKey.ToText(StrKeyKind.ClaimableBalance, [(byte)balance.BalanceID.Type, .. balance.BalanceID.V0]), AssetText(balance.Asset.Xdr), sign * (BigInteger)balance.Amount);
    }

    private static void AddPool(ReadOnlySpan<byte> entry, int sign, BalanceDeltas deltas)
    {
        if (entry.IsEmpty) return;
        LiquidityPoolEntry pool = EntryChanges.Read<LiquidityPoolEntry>(entry);
        LiquidityPoolEntryConstantProduct reserves = pool.Body.ConstantProduct;
        string holder = StrKey.ToText(StrKeyKind.LiquidityPool, pool.LiquidityPoolID);
        deltas.Add(holder, AssetText(reserves.Params.AssetA.Xdr), sign * (BigInteger)reserves.ReserveA);
        deltas.Add(holder, AssetText(reserves.Params.AssetB.Xdr), sign * (BigInteger)reserves.ReserveB);
    }

    // The type, the code, the issuer's key type, the issuer. A code may be any bytes, and is here the text that stands in the rows.
    private static string AssetText(ReadOnlySpan<byte> xdr) => xdr.Length == sizeof(int)
        ? "native"
        : $"{Encoding.UTF8.GetString(xdr[4..^36].TrimEnd((byte)0))}:{StrKey.ToText(StrKeyKind.Account, xdr[^32..])}";
}
