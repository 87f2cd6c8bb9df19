using System.Globalization;
using System.Text;
using System.Text.Json;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

/// <summary>Rows as JSON lines in the form that the independent readers print: exact integers, decimals as text, binary as hex.</summary>
internal static class RowText
{
    public static string[] Lines(RecordBatch batch)
    {
        var lines = new string[batch.Length];
        for (int row = 0; row < lines.Length; row++)
        {
            var line = new StringBuilder("{");
            for (int column = 0; column < batch.ColumnCount; column++)
            {
                line.Append(column == 0 ? "" : ",").Append(Quote(batch.Schema.FieldsList[column].Name)).Append(':');
                line.Append(Value(batch.Column(column), row));
            }

            lines[row] = line.Append('}').ToString();
        }

        return lines;
    }

    public static string Value(IArrowArray array, int row)
    {
        if (array.IsNull(row))
            return "null";
        return array switch
        {
            UInt32Array values => values.GetValue(row).ToString()!,
            UInt64Array values => values.GetValue(row).ToString()!,
            Int8Array values => values.GetValue(row).ToString()!,
            UInt8Array values => values.GetValue(row).ToString()!,
            Int16Array values => values.GetValue(row).ToString()!,
            UInt16Array values => values.GetValue(row).ToString()!,
            Int32Array values => values.GetValue(row).ToString()!,
            Int64Array values => values.GetValue(row).ToString()!,
            DoubleArray values => values.GetValue(row)!.Value.ToString("R", CultureInfo.InvariantCulture),
            Date32Array values => Quote(DateOnly.FromDayNumber(719_162 + values.GetValue(row)!.Value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            BooleanArray values => values.GetValue(row)!.Value ? "true" : "false",
            StringArray values => Quote(values.GetString(row)!),
            BinaryArray values => Quote(Convert.ToHexStringLower(values.GetBytes(row))),
            FixedSizeBinaryArray values => Quote(Convert.ToHexStringLower(values.GetBytes(row))),
            Decimal128Array values => Quote(values.GetString(row)!),
            TimestampArray values => Quote(values.GetTimestamp(row)!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)),
            DictionaryArray values => Quote(values.GetString(row)!),
            ListArray values => List(values, row),
            StructArray values => Struct(values, row),
            _ => throw new NotSupportedException(array.GetType().Name),
        };
    }

    /// <summary>The same value whatever a writer chose to escape.</summary>
    public static string Normal(string line) => JsonSerializer.Serialize(JsonDocument.Parse(line).RootElement);

    private static string List(ListArray array, int row)
    {
        using IArrowArray values = array.GetSlicedValues(row)!;
        return $"[{string.Join(',', Enumerable.Range(0, values.Length).Select(i => Value(values, i)))}]";
    }

    private static string Struct(StructArray array, int row)
    {
        IReadOnlyList<Field> fields = ((StructType)array.Data.DataType).Fields;
        return $"{{{string.Join(',', fields.Select((field, i) => $"{Quote(field.Name)}:{Value(array.Fields[i], row)}"))}}}";
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
