using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>Accounts as text (SEP-23), for columns that are null where there is no account.</summary>
internal static class AccountText
{
    /// <summary>Writes <c>G…</c> or <c>M…</c>; -1 for an account that was never read.</summary>
    public static int Encode(MuxedAccount account, Span<byte> utf8)
    {
        if (account.Xdr.IsEmpty) return -1;
        return account.Type == CryptoKeyType.Ed25519 ? StrKey.Encode(StrKeyKind.Account, account.Ed25519, utf8) : EncodeMuxed(account, utf8);
    }

    /// <summary>Writes <c>M…</c>; -1 for an account that is not muxed.</summary>
    public static int EncodeMuxed(MuxedAccount account, Span<byte> utf8)
    {
        if (account.Xdr.IsEmpty || account.Type != CryptoKeyType.MuxedEd25519) return -1;
        return AddressText.EncodeMuxed(account.Med25519.Ed25519, account.Med25519.Id, utf8);
    }
}
