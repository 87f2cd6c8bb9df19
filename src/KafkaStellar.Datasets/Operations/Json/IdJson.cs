using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>The ids of claimable balances and liquidity pools, in hex and as strkeys.</summary>
internal static class IdJson
{
    // A claimable balance's id: its type, then a hash.
    private const int MaxHex = 2 * (sizeof(int) + 32);

    /// <summary>Writes a balance's id: the hex of its XDR, and <c>B…</c>.</summary>
    public static void Write(Utf8JsonWriter json, IdNames names, ClaimableBalanceID id)
    {
        WriteHex(json, names.Hex, id.Xdr);
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        json.WriteString(names.StrKey, ascii[..AddressText.EncodeBalance(id, ascii)]);
    }

    /// <summary>Writes a pool's id: the hex of its hash, and <c>L…</c>.</summary>
    public static void WritePool(Utf8JsonWriter json, IdNames names, ReadOnlySpan<byte> id)
    {
        WriteHex(json, names.Hex, id);
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        json.WriteString(names.StrKey, ascii[..StrKey.Encode(StrKeyKind.LiquidityPool, id, ascii)]);
    }

    /// <summary>Writes a hash or a balance's id in lower-case hex.</summary>
    public static void WriteHex(Utf8JsonWriter json, JsonEncodedText name, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hex = stackalloc byte[MaxHex];
        Convert.TryToHexStringLower(bytes, hex, out int written);
        json.WriteString(name, hex[..written]);
    }
}
