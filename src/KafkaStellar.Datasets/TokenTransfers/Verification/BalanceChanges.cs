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
            AddEntry(walk.Before, -1, deltas);
            AddEntry(walk.After, 1, deltas);
        }
    }

    private static void AddEntry(ReadOnlySpan<byte> entry, int sign, BalanceDeltas deltas)
    {
        if (entry.IsEmpty) return;
        switch (EntryChanges.TypeOf(entry))
        {
            case LedgerEntryType.Account:
                AccountEntry account = EntryChanges.Read<AccountEntry>(entry);
                deltas.Add(StrKey.ToText(StrKeyKind.Account, account.AccountID.Ed25519), "native", sign * (BigInteger)account.Balance);
                break;
            case LedgerEntryType.Trustline:
                TrustLineEntry line = EntryChanges.Read<TrustLineEntry>(entry);
                if (line.Asset.Type != AssetType.PoolShare) deltas.Add(StrKey.ToText(StrKeyKind.Account, line.AccountID.Ed25519), AssetText(line.Asset.Xdr), sign * (BigInteger)line.Balance);
                break;
            case LedgerEntryType.ClaimableBalance:
                ClaimableBalanceEntry balance = EntryChanges.Read<ClaimableBalanceEntry>(entry);
                deltas.Add(StrKey.ToText(StrKeyKind.ClaimableBalance, [(byte)balance.BalanceID.Type, .. balance.BalanceID.V0]), AssetText(balance.Asset.Xdr), sign * (BigInteger)balance.Amount);
                break;
            default:
                LiquidityPoolEntry pool = EntryChanges.Read<LiquidityPoolEntry>(entry);
                LiquidityPoolEntryConstantProduct reserves = pool.Body.ConstantProduct;
                string holder = StrKey.ToText(StrKeyKind.LiquidityPool, pool.LiquidityPoolID);
                deltas.Add(holder, AssetText(reserves.Params.AssetA.Xdr), sign * (BigInteger)reserves.ReserveA);
                deltas.Add(holder, AssetText(reserves.Params.AssetB.Xdr), sign * (BigInteger)reserves.ReserveB);
                break;
        }
    }

    // The type, the code, the issuer's key type, the issuer. A code may be any bytes: Latin-1 keeps them apart.
    private static string AssetText(ReadOnlySpan<byte> xdr) => xdr.Length == sizeof(int)
        ? "native"
        : $"{Encoding.Latin1.GetString(xdr[4..^36].TrimEnd((byte)0))}:{StrKey.ToText(StrKeyKind.Account, xdr[^32..])}";
}
