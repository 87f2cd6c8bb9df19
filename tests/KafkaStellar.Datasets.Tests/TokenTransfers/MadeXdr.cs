using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Pieces of XDR that token transfers are told by.</summary>
internal static class MadeXdr
{
    public static byte[] Of(Action<XdrWriter> write)
    {
        var xdr = new XdrWriter();
        write(xdr);
        return xdr.Written.ToArray();
    }

    public static byte[] List(params byte[][] items) => Of(xdr =>
    {
        xdr.UInt32((uint)items.Length);
        foreach (byte[] item in items) xdr.Xdr(item);
    });

    /// <summary>Changes that stand one after the other, as one list.</summary>
    public static byte[] Changes(params byte[][][] changes) => List([.. changes.SelectMany(change => change)]);

    public static XdrWriter AccountId(this XdrWriter xdr, byte[] key) => xdr.Int32(0).Opaque(key);

    public static XdrWriter Muxed(this XdrWriter xdr, byte[] key, ulong? id) => id is ulong muxed ? xdr.Int32(0x100).UInt64(muxed).Opaque(key) : xdr.Int32(0).Opaque(key);

    public static XdrWriter BalanceId(this XdrWriter xdr, byte[] hash) => xdr.Int32(0).Opaque(hash);

    public static byte[] Account(byte[] key, long balance) => Entry(LedgerEntryType.Account, xdr => xdr
        .AccountId(key).Int64(balance).Int64(1).UInt32(0).Bool(false).UInt32(0).VarOpaque([]).Opaque([1, 0, 0, 0]).UInt32(0).Int32(0));

    public static byte[] TrustLine(byte[] key, byte[] asset, long balance) => Entry(LedgerEntryType.Trustline, xdr => xdr
        .AccountId(key).Xdr(asset).Int64(balance).Int64(long.MaxValue).UInt32(1).Int32(0));

    public static byte[] Claimable(byte[] hash, byte[] asset, long amount) => Entry(LedgerEntryType.ClaimableBalance, xdr => xdr
        .BalanceId(hash).UInt32(0).Xdr(asset).Int64(amount).Int32(0));

    /// <summary>The id of the balance that a revoked pool share of the transaction's first operation becomes.</summary>
    public static byte[] RevokedBalanceId(byte[] asset, byte[]? pool = null) => SHA256.HashData(Of(xdr => xdr
        .Int32(7).AccountId(Names.Source).Int64(MadeTransaction.SequenceNumber).UInt32(0).Opaque(pool ?? Names.Pool).Xdr(asset)));

    public static byte[] Pool(byte[] id, byte[] assetA, byte[] assetB, long reserveA, long reserveB) => Entry(LedgerEntryType.LiquidityPool, xdr => xdr
        .Opaque(id).Int32(0).Xdr(assetA).Xdr(assetB).Int32(30).Int64(reserveA).Int64(reserveB).Int64(1).Int64(1));

    /// <summary>The tests' pool of BTC and ETH.</summary>
    public static byte[] Pool(long btc, long eth) => Pool(Names.Pool, Names.Btc, Names.Eth, btc, eth);

    public static byte[][] Created(byte[] entry) => [Change(LedgerEntryChangeType.Created, entry)];

    public static byte[][] Updated(byte[] before, byte[] after) => [Change(LedgerEntryChangeType.State, before), Change(LedgerEntryChangeType.Updated, after)];

    public static byte[][] RemovedBalance(byte[] before, byte[] hash) =>
        [Change(LedgerEntryChangeType.State, before), Change(LedgerEntryChangeType.Removed, Of(xdr => xdr.Int32((int)LedgerEntryType.ClaimableBalance).BalanceId(hash)))];

    public static byte[][] RemovedPool(byte[] before) =>
        [Change(LedgerEntryChangeType.State, before), Change(LedgerEntryChangeType.Removed, Of(xdr => xdr.Int32((int)LedgerEntryType.LiquidityPool).Opaque(Names.Pool)))];

    public static byte[] Change(LedgerEntryChangeType type, byte[] entry) => Of(xdr => xdr.Int32((int)type).Xdr(entry));

    private static byte[] Entry(LedgerEntryType type, Action<XdrWriter> body) => Of(xdr =>
    {
        xdr.UInt32(1).Int32((int)type);
        body(xdr);
        xdr.Int32(0);
    });
}
