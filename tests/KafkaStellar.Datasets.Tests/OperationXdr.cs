using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Pieces of operations, results and ledger entries, written field by field.</summary>
internal static class OperationXdr
{
    public static XdrWriter Account(this XdrWriter xdr, byte[] key) => xdr.Int32(0).Opaque(key); // KEY_TYPE_ED25519, PUBLIC_KEY_TYPE_ED25519

    public static XdrWriter Muxed(this XdrWriter xdr, byte[] key, ulong id) => xdr.Int32((int)CryptoKeyType.MuxedEd25519).UInt64(id).Opaque(key);

    public static XdrWriter Native(this XdrWriter xdr) => xdr.Int32((int)AssetType.Native);

    public static XdrWriter Credit(this XdrWriter xdr, string code, byte[] issuer) => xdr.Credit(Encoding.UTF8.GetBytes(code), issuer);

    public static XdrWriter Credit(this XdrWriter xdr, byte[] code, byte[] issuer)
    {
        byte[] padded = new byte[code.Length <= 4 ? 4 : 12];
        code.CopyTo(padded, 0);
        return xdr.Int32((int)(code.Length <= 4 ? AssetType.CreditAlphanum4 : AssetType.CreditAlphanum12)).Opaque(padded).Account(issuer);
    }

    public static XdrWriter Price(this XdrWriter xdr, int n, int d) => xdr.Int32(n).Int32(d);

    public static XdrWriter Balance(this XdrWriter xdr, byte hash) => xdr.Int32(0).Opaque(MadeLedger.Fill(hash));

    /// <summary>A trade with an offer, of USD for the native asset or for another.</summary>
    public static XdrWriter Atom(this XdrWriter xdr, long bought, bool isNative = true)
    {
        xdr.Int32((int)ClaimAtomType.OrderBook).Account(MadeOperation.Other).Int64(5).Credit("USD", MadeOperation.Other).Int64(1);
        return (isNative ? xdr.Native() : xdr.Credit("EUR", MadeOperation.Other)).Int64(bought);
    }

    /// <summary>A change to a pool of the native asset and USD.</summary>
    public static Action<XdrWriter> Pool(LedgerEntryChangeType type, byte id, long reserveA, long reserveB, long shares) => xdr => xdr
        .Int32((int)type).UInt32(1).Int32((int)LedgerEntryType.LiquidityPool).Opaque(MadeLedger.Fill(id))
        .Int32(0).Native().Credit("USD", MadeOperation.Other).Int32(30).Int64(reserveA).Int64(reserveB).Int64(shares).Int64(1).Int32(0);

    /// <summary>A new data entry whose reserve somebody pays.</summary>
    public static Action<XdrWriter> SponsoredData(byte[] sponsor) => xdr => xdr
        .Int32((int)LedgerEntryChangeType.Created).UInt32(1).Int32((int)LedgerEntryType.Data).Account(Envelopes.Key).VarOpaque("n"u8).VarOpaque("v"u8).Int32(0)
        .Int32(1).Bool(true).Account(sponsor).Int32(0);

    /// <summary>A change to an account with one signer, sponsored or not.</summary>
    public static Action<XdrWriter> SignedAccount(LedgerEntryChangeType type, byte[] signer, byte[]? sponsor) => xdr =>
    {
        xdr.Int32((int)type).UInt32(1).Int32((int)LedgerEntryType.Account).Account(Envelopes.Key).Int64(1).Int64(1).UInt32(1).Bool(false).UInt32(0).VarOpaque([]);
        xdr.UInt32(0).UInt32(1).Int32((int)SignerKeyType.Ed25519).Opaque(signer).UInt32(1); // thresholds; the signer and its weight
        xdr.Int32(1).Int64(0).Int64(0).Int32(2).UInt32(0).UInt32(0).UInt32(1).Bool(sponsor is not null);
        if (sponsor is not null) xdr.Account(sponsor);
        xdr.Int32(0).Int32(0); // the extension's ext, the entry's ext
    };

    public static string G(byte[] key) => StrKey.ToText(StrKeyKind.Account, key);

    public static string M(byte[] key, byte id) => StrKey.ToText(StrKeyKind.MuxedAccount, [.. key, 0, 0, 0, 0, 0, 0, 0, id]);

    public static string L(byte id) => StrKey.ToText(StrKeyKind.LiquidityPool, MadeLedger.Fill(id));

    public static string B(byte hash) => StrKey.ToText(StrKeyKind.ClaimableBalance, [0, .. MadeLedger.Fill(hash)]);

    public static string Hex(byte value) => Convert.ToHexStringLower(MadeLedger.Fill(value));
}
