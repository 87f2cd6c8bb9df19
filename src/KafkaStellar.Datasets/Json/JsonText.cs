using System.Buffers;
using System.Numerics;
using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Json;

/// <summary>Values that JSON has no form for, as text: large numbers in decimal, bytes in hex, strings of any bytes, addresses.</summary>
internal static class JsonText
{
    // An int128 has 39 digits and a sign; an int256 78.
    private const int MaxDigits = 80;

    /// <summary>A number as decimal text.</summary>
    public static void WriteNumber<TNumber>(Utf8JsonWriter json, TNumber number)
        where TNumber : struct, IUtf8SpanFormattable
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        number.TryFormat(digits, out int written, default, null);
        json.WriteStringValue(digits[..written]);
    }

    /// <summary>A number as decimal text.</summary>
    public static void WriteNumber(Utf8JsonWriter json, BigInteger number) => json.WriteStringValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Bytes in lower-case hex.</summary>
    public static void WriteHex(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        byte[]? rented = null;
        int length = bytes.Length * 2;
        Span<byte> hex = length <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(length);
        Convert.TryToHexStringLower(bytes, hex, out _);
        json.WriteStringValue(hex[..length]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>A string of any bytes as SEP-51 has it: printable ASCII as it is; backslash, NUL, tab, line ends escaped; any other byte <c>\xNN</c>.</summary>
    public static void WriteEscaped(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !bytes.Contains((byte)'\\'))
        {
            json.WriteStringValue(bytes);
            return;
        }

        byte[] escaped = ArrayPool<byte>.Shared.Rent(bytes.Length * 4);
        int written = 0;
        foreach (byte one in bytes) written += Escape(one, escaped.AsSpan(written));
        json.WriteStringValue(escaped.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(escaped);
    }

    /// <summary>An address as a strkey (SEP-23): <c>G…</c>, <c>C…</c>, <c>M…</c>, <c>B…</c>, <c>L…</c> or <c>W…</c>.</summary>
    public static void WriteAddress(Utf8JsonWriter json, SCAddress address)
    {
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        json.WriteStringValue(ascii[..AddressText.Encode(address, ascii)]);
    }

    private static int Escape(byte one, Span<byte> to)
    {
        byte letter = one switch
        {
            0 => (byte)'0',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\\' => (byte)'\\',
            _ => 0,
        };
        if (letter == 0 && one is >= (byte)' ' and <= (byte)'~')
        {
            to[0] = one;
            return 1;
        }

        to[0] = (byte)'\\';
        if (letter != 0)
        {
            to[1] = letter;
            return 2;
        }

        to[1] = (byte)'x';
        one.TryFormat(to[2..], out _, "x2");
        return 4;
    }
}
