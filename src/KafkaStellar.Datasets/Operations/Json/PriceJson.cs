using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>Prices: decimal text with seven digits, rounded half away from zero, and the exact fraction beside it.</summary>
internal static class PriceJson
{
    private const int MaxLength = 48;
    private const long One = 10_000_000;

    private static readonly JsonEncodedText N = JsonEncodedText.Encode("n");
    private static readonly JsonEncodedText D = JsonEncodedText.Encode("d");

    /// <summary>Writes both forms; the decimal is null for a denominator of 0, which only a failed operation can carry.</summary>
    public static void Write(Utf8JsonWriter json, PriceNames names, Price price)
    {
        if (price.D == 0) json.WriteNull(names.Price);
        else WriteDecimal(json, names.Price, price.N, price.D);

        json.WriteStartObject(names.Fraction);
        json.WriteNumber(N, price.N);
        json.WriteNumber(D, price.D);
        json.WriteEndObject();
    }

    private static void WriteDecimal(Utf8JsonWriter json, JsonEncodedText name, long n, long d)
    {
        bool isNegative = n < 0 != d < 0 && n != 0;
        n = Math.Abs(n);
        d = Math.Abs(d);
        ulong rounded = (ulong)((2 * n * One + d) / (2 * d)); // 2 * 2^31 * 10^7 is less than 2^63
        Span<byte> text = stackalloc byte[MaxLength];
        json.WriteString(name, text[..AmountJson.Format(isNegative, rounded, text)]);
    }
}
