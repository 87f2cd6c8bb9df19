using System.Text.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>Amounts as people read them: exact decimal text with the seven digits of a stroop.</summary>
internal static class AmountJson
{
    private const ulong One = 10_000_000;
    private const int Digits = 7;

    // An int128 has 39 digits; a sign and a point come on top.
    private const int MaxLength = 48;

    /// <summary>Writes an amount of stroops.</summary>
    public static void Write(Utf8JsonWriter json, JsonEncodedText name, long stroops)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        ulong magnitude = stroops < 0 ? 0 - (ulong)stroops : (ulong)stroops;
        json.WriteString(name, text[..Format(stroops < 0, magnitude, text)]);
    }

    /// <summary>Writes an amount of a contract's smallest units, of which an asset of the network has as many as stroops.</summary>
    public static void Write(Utf8JsonWriter json, JsonEncodedText name, Int128 units)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        UInt128 magnitude = units < 0 ? UInt128.Zero - (UInt128)units : (UInt128)units;
        if (magnitude <= ulong.MaxValue)
        {
            json.WriteString(name, text[..Format(units < 0, (ulong)magnitude, text)]);
            return;
        }

        (UInt128 whole, UInt128 fraction) = UInt128.DivRem(magnitude, One);
        text[0] = (byte)'-';
        int start = units < 0 ? 1 : 0;
        whole.TryFormat(text[start..], out int written);
        json.WriteString(name, text[..(start + written + WriteFraction((ulong)fraction, text[(start + written)..]))]);
    }

    /// <summary>Formats a magnitude of ten-millionths and gives the text's length.</summary>
    public static int Format(bool isNegative, ulong magnitude, Span<byte> text)
    {
        (ulong whole, ulong fraction) = Math.DivRem(magnitude, One);
        text[0] = (byte)'-';
        int start = isNegative ? 1 : 0;
        whole.TryFormat(text[start..], out int written);
        return start + written + WriteFraction(fraction, text[(start + written)..]);
    }

    private static int WriteFraction(ulong fraction, Span<byte> text)
    {
        text[0] = (byte)'.';
        for (int digit = Digits; digit > 0; digit--)
        {
            (fraction, ulong last) = Math.DivRem(fraction, 10);
            text[digit] = (byte)('0' + last);
        }

        return 1 + Digits;
    }
}
