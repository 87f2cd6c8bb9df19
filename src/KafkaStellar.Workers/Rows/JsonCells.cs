using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Workers.Rows;

/// <summary>Cells as JSON: integers exact, decimals as text, hashes lower-case hex, other bytes base64, times RFC 3339.</summary>
/// <remarks>A text whose bytes are not UTF-8 (memos may hold anything) is written with U+FFFD in place of what is not.</remarks>
internal static class JsonCells
{
    /// <summary>Writes the cell at <paramref name="row"/>.</summary>
    public static void Write(Utf8JsonWriter json, IArrowArray column, int row)
    {
        if (column.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (column)
        {
            case UInt32Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case UInt64Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case Int32Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case Int64Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case Int16Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case Int8Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case UInt16Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case UInt8Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case DoubleArray numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case BooleanArray flags: json.WriteBooleanValue(flags.GetValue(row)!.Value); break;
            case TimestampArray times: WriteTime(json, times, row); break;
            case Date32Array days: json.WriteStringValue(DateOnly.FromDayNumber(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + days.Values[row]).ToString("O")); break;
            case Decimal128Array decimals: json.WriteStringValue(decimals.GetString(row)); break;
            case FixedSizeBinaryArray hashes: WriteHex(json, hashes.GetBytes(row)); break;
            case StringArray texts: WriteText(json, texts.GetBytes(row)); break;
            case DictionaryArray texts: WriteText(json, texts.GetBytes(row)); break;
            case BinaryArray bytes: json.WriteBase64StringValue(bytes.GetBytes(row)); break;
            case ListArray lists: WriteList(json, lists, row); break;
            case StructArray structs: WriteStruct(json, structs, row); break;
            default: throw new NotSupportedException($"A column of type {column.Data.DataType} has no JSON form.");
        }
    }

    private static void WriteTime(Utf8JsonWriter json, TimestampArray times, int row)
    {
        // A time past the year 9999 has no RFC 3339 form: its number of units is then the exact answer.
        DateTimeOffset? time;
        try
        {
            time = times.GetTimestamp(row);
        }
        catch (ArgumentOutOfRangeException)
        {
            json.WriteNumberValue(times.Values[row]);
            return;
        }

        json.WriteStringValue(time!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"));
    }

    private static void WriteHex(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hex = bytes.Length <= 64 ? stackalloc byte[bytes.Length * 2] : new byte[bytes.Length * 2];
        Convert.TryToHexStringLower(bytes, hex, out _);
        json.WriteStringValue(hex);
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8)) json.WriteStringValue(utf8);
        else json.WriteStringValue(Encoding.UTF8.GetString(utf8));
    }

    private static void WriteList(Utf8JsonWriter json, ListArray lists, int row)
    {
        (int start, int end) = lists.GetRange(row);
        json.WriteStartArray();
        for (int i = start; i < end; i++) Write(json, lists.Values, i);
        json.WriteEndArray();
    }

    private static void WriteStruct(Utf8JsonWriter json, StructArray structs, int row)
    {
        var type = (StructType)structs.Data.DataType;
        json.WriteStartObject();
        for (int i = 0; i < structs.Fields.Count; i++)
        {
            json.WritePropertyName(type.Fields[i].Name);
            Write(json, structs.Fields[i], row);
        }

        json.WriteEndObject();
    }
}
