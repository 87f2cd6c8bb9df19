using System.Globalization;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.C;

/// <summary>Types as the C data interface writes them ("Data type description – format strings").</summary>
internal static class FormatText
{
    public static string Of(IArrowType type) => type switch
    {
        NullType => "n",
        BooleanType => "b",
        Int8Type => "c",
        UInt8Type => "C",
        Int16Type => "s",
        UInt16Type => "S",
        Int32Type => "i",
        UInt32Type => "I",
        Int64Type => "l",
        UInt64Type => "L",
        DoubleType => "g",
        StringType => "u",
        BinaryType => "z",
        FixedSizeBinaryType binary => $"w:{binary.ByteWidth}",
        Decimal128Type number => $"d:{number.Precision},{number.Scale}",
        Date32Type => "tdD",
        TimestampType time => $"ts{"smun"[(int)time.Unit]}:{time.Timezone}",
        ListType => "+l",
        StructType => "+s",
        DictionaryType => "i", // of the indices; the texts have their own
        _ => throw new NotSupportedException($"{type} has no format in the C data interface."),
    };

    /// <summary>The type that a column of this format becomes here; null where there is none.</summary>
    /// <param name="format">Without a dictionary.</param>
    /// <param name="children">The column's fields.</param>
    public static IArrowType? Parse(string format, Field[] children) => format switch
    {
        "n" => NullType.Default,
        "b" => BooleanType.Default,
        "c" => Int8Type.Default,
        "C" => UInt8Type.Default,
        "s" => Int16Type.Default,
        "S" => UInt16Type.Default,
        "i" => Int32Type.Default,
        "I" => UInt32Type.Default,
        "l" => Int64Type.Default,
        "L" => UInt64Type.Default,
        "f" or "g" => DoubleType.Default,
        "u" or "U" or "vu" => StringType.Default,
        "z" or "Z" or "vz" => BinaryType.Default,
        "tdD" => Date32Type.Default,
        "+l" when children.Length == 1 => new ListType(children[0]),
        "+s" => new StructType(children),
        _ when format.StartsWith("w:", StringComparison.Ordinal) => ParseFixedSize(format),
        _ when format.StartsWith("d:", StringComparison.Ordinal) => ParseDecimal(format),
        _ when format.StartsWith("ts", StringComparison.Ordinal) => ParseTimestamp(format),
        _ => null,
    };

    private static FixedSizeBinaryType? ParseFixedSize(string format) =>
        ParseNumber(format.AsSpan(2)) is >= 0 and <= int.MaxValue / 8 and int width ? new FixedSizeBinaryType(width) : null;

    private static Decimal128Type? ParseDecimal(string format)
    {
        string[] parts = format[2..].Split(',');
        bool wide = parts.Length == 2 || (parts.Length == 3 && parts[2] == "128");
        return wide && ParseNumber(parts[0]) is >= 1 and <= 38 and int precision && ParseNumber(parts[1]) is > -1000 and < 1000 and int scale
            ? new Decimal128Type(precision, scale)
            : null;
    }

    private static TimestampType? ParseTimestamp(string format)
    {
        int unit = format.Length >= 4 && format[3] == ':' ? "smun".IndexOf(format[2], StringComparison.Ordinal) : -1;
        return unit < 0 ? null : new TimestampType((TimeUnit)unit, format.Length == 4 ? null : format[4..]);
    }

    private static int? ParseNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
