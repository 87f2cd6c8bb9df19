using System.Text.Json;
using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows as JSON objects: hashes in hex, other bytes in base64, times in microseconds since 1970.</summary>
internal static class BatchRows
{
    /// <summary>The rows of some ledgers, in ledger order; ledgers of one sequence in the order in which they come.</summary>
    public static List<JsonElement> Extract(Dataset dataset, Network network, IEnumerable<ReadOnlyMemory<byte>> ledgers, IReadOnlySet<string> columns, Selection? selection = null)
    {
        var walk = new LedgerWalk(network);
        using IExtractor extractor = dataset.NewExtractor(network, selection ?? Selection.Everything);
        var found = new List<(uint Sequence, IReadOnlyList<JsonElement> Rows)>();
        foreach (ReadOnlyMemory<byte> xdr in ledgers)
        {
            Ledger ledger = walk.Read(xdr.Span);
            using RecordBatch rows = extractor.Extract(in ledger);
            found.Add((ledger.Sequence, ToJson(rows, columns)));
        }

        return [.. found.OrderBy(ledger => ledger.Sequence).SelectMany(ledger => ledger.Rows)];
    }

    /// <summary>The rows of a batch, with some of its columns.</summary>
    public static IReadOnlyList<JsonElement> ToJson(RecordBatch rows, IReadOnlySet<string> columns)
    {
        using var lines = new MemoryStream();
        for (int row = 0; row < rows.Length; row++)
        {
            using (var json = new Utf8JsonWriter(lines)) WriteRow(json, rows, row, columns);
            lines.WriteByte((byte)'\n');
        }

        return JsonLines.Parse(lines.ToArray());
    }

    private static void WriteRow(Utf8JsonWriter json, RecordBatch rows, int row, IReadOnlySet<string> columns)
    {
        json.WriteStartObject();
        for (int i = 0; i < rows.ColumnCount; i++)
        {
            string name = rows.Schema.GetFieldByIndex(i).Name;
            if (!columns.Contains(name)) continue;
            json.WritePropertyName(name);
            if (rows.Column(i).IsNull(row)) json.WriteNullValue();
            else WriteCell(json, rows.Column(i), row);
        }

        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, IArrowArray column, int row)
    {
        switch (column)
        {
            case UInt32Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case UInt64Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case Int32Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case Int64Array numbers: json.WriteNumberValue(numbers.Values[row]); break;
            case TimestampArray times: json.WriteNumberValue(times.Values[row]); break;
            case BooleanArray flags: json.WriteBooleanValue(flags.GetValue(row)!.Value); break;
            case FixedSizeBinaryArray hashes: json.WriteStringValue(Convert.ToHexStringLower(hashes.GetBytes(row))); break;
            case StringArray texts: json.WriteStringValue(texts.GetBytes(row)); break;
            case Decimal128Array decimals: json.WriteStringValue(decimals.GetString(row)); break;
            case ListArray lists:
                (int start, int end) = lists.GetRange(row);
                json.WriteStartArray();
                for (int i = start; i < end; i++) WriteCell(json, lists.Values, i);
                json.WriteEndArray();
                break;
            case BinaryArray bytes: json.WriteBase64StringValue(bytes.GetBytes(row)); break;
            default: throw new NotSupportedException($"{column.GetType().Name} is not a column of any dataset here.");
        }
    }
}
