using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>Assets: type, code and issuer, or as one text <c>CODE:ISSUER</c> (SEP-11).</summary>
internal static class AssetJson
{
    private const int KeySize = 32;
    private const int MaxCode = 12;

    /// <summary>Writes the three parts; of the native asset, the type alone.</summary>
    /// <param name="json">Where to, within an object.</param>
    /// <param name="names">What the parts are called.</param>
    /// <param name="xdr">An Asset, or a ChangeTrustAsset or TrustLineAsset that is none of pool shares: their bytes are the same.</param>
    public static void Write(Utf8JsonWriter json, AssetNames names, ReadOnlySpan<byte> xdr)
    {
        AssetType type = TypeOf(xdr);
        json.WriteString(names.Type, NameOf(type));
        if (type == AssetType.Native) return;
        TextJson.Write(json, names.Code, CodeOf(xdr));
        AccountJson.Write(json, names.Issuer, IssuerOf(xdr));
    }

    /// <summary>Writes <c>native</c> or <c>CODE:ISSUER</c>.</summary>
    /// <param name="json">Where to, within an object.</param>
    /// <param name="names">What it is called.</param>
    /// <param name="xdr">An Asset, or another of the same bytes.</param>
    public static void WriteCanonical(Utf8JsonWriter json, TextNames names, ReadOnlySpan<byte> xdr)
    {
        if (TypeOf(xdr) == AssetType.Native)
        {
            json.WriteString(names.Text, "native"u8);
            return;
        }

        Span<byte> text = stackalloc byte[MaxCode + 1 + StrKey.MaxLength];
        ReadOnlySpan<byte> code = CodeOf(xdr);
        code.CopyTo(text);
        text[code.Length] = (byte)':';
        int length = code.Length + 1 + StrKey.Encode(StrKeyKind.Account, IssuerOf(xdr), text[(code.Length + 1)..]);
        TextJson.Write(json, names, text[..length]);
    }

    /// <summary>The asset's type, as Horizon names it: <c>native</c>, <c>credit_alphanum4</c>, <c>credit_alphanum12</c>.</summary>
    public static ReadOnlySpan<byte> NameOf(AssetType type) => type.XdrName()["asset_type_".Length..];

    /// <summary>The code without the zeros that fill it up.</summary>
    public static ReadOnlySpan<byte> CodeOf(ReadOnlySpan<byte> xdr) =>
        xdr.Slice(sizeof(int), TypeOf(xdr) == AssetType.CreditAlphanum4 ? 4 : MaxCode).TrimEnd((byte)0);

    /// <summary>The issuer's ed25519 key: the last 32 bytes.</summary>
    public static ReadOnlySpan<byte> IssuerOf(ReadOnlySpan<byte> xdr) => xdr[^KeySize..];

    private static AssetType TypeOf(ReadOnlySpan<byte> xdr) => (AssetType)System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(xdr);
}
