using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>Accounts as strkeys (SEP-23).</summary>
internal static class AccountJson
{
    /// <summary>Writes <c>G…</c>.</summary>
    public static void Write(Utf8JsonWriter json, JsonEncodedText name, ReadOnlySpan<byte> ed25519) => WriteKey(json, name, StrKeyKind.Account, ed25519);

    /// <summary>Writes <c>G…</c>.</summary>
    public static void Write(Utf8JsonWriter json, JsonEncodedText name, PublicKey account) => WriteKey(json, name, StrKeyKind.Account, account.Ed25519);

    /// <summary>Writes the account under a muxed account and, where it is muxed, <c>M…</c> and its id.</summary>
    public static void Write(Utf8JsonWriter json, AccountNames names, MuxedAccount account)
    {
        Write(json, names.Account, TransactionBody.Ed25519Of(account));
        if (account.Type != CryptoKeyType.MuxedEd25519) return;
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        json.WriteString(names.Muxed, ascii[..AccountText.EncodeMuxed(account, ascii)]);
        json.WriteNumber(names.MuxedId, account.Med25519.Id);
    }

    /// <summary>Writes the source of an operation, which for a V0 envelope is a key and no more.</summary>
    public static void Write(Utf8JsonWriter json, AccountNames names, in OperationRow row)
    {
        if (row.Source.Xdr.IsEmpty) Write(json, names.Account, row.SourceKey);
        else Write(json, names, row.Source);
    }

    /// <summary>Writes what signs for an account: <c>G…</c>, <c>T…</c>, <c>X…</c> or <c>P…</c>.</summary>
    public static void WriteSigner(Utf8JsonWriter json, JsonEncodedText name, SignerKey key)
    {
        StrKeyKind kind = key.Type switch
        {
            SignerKeyType.Ed25519 => StrKeyKind.Account,
            SignerKeyType.PreAuthTx => StrKeyKind.PreAuthTransaction,
            SignerKeyType.HashX => StrKeyKind.HashX,
            SignerKeyType.Ed25519SignedPayload => StrKeyKind.SignedPayload,
            _ => throw new InvalidOperationException($"SignerKey has no arm for {key.Type}."),
        };
        WriteKey(json, name, kind, key.Xdr[sizeof(int)..]); // after the type stands what SEP-23 wants: of a signed payload, key, length and padded payload
    }

    private static void WriteKey(Utf8JsonWriter json, JsonEncodedText name, StrKeyKind kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        json.WriteString(name, ascii[..StrKey.Encode(kind, payload, ascii)]);
    }
}
