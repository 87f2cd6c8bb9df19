using System.Globalization;
using KafkaStellar.Arrow;

namespace KafkaStellar.Lake;

/// <summary>A query's rows as text.</summary>
public sealed class DuckDbText : IDisposable
{
    private readonly DuckDbRows _rows;

    internal DuckDbText(DuckDbRows rows)
    {
        _rows = rows;
        Columns = [.. rows.Schema.FieldsList.Select(field => field.Name)];
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows, one text a column, null for NULL; to be enumerated once.</summary>
    /// <exception cref="DuckDbException">The query failed on the way.</exception>
    public IEnumerable<string?[]> Rows()
    {
        while (_rows.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                for (int row = 0; row < batch.Length; row++)
                    yield return [.. batch.Arrays.Select(column => Text(column, row))];
            }
        }
    }

    // Casts leave text only; the rest is for what was run as it is.
    private static string? Text(IArrowArray column, int row) => column switch
    {
        _ when column.IsNull(row) => null,
        StringArray text => text.GetString(row),
        DictionaryArray text => text.GetString(row),
        BooleanArray flag => flag.GetValue(row) == true ? "true" : "false",
        Int64Array number => Text(number.GetValue(row)),
        Int32Array number => Text(number.GetValue(row)),
        UInt64Array number => Text(number.GetValue(row)),
        DoubleArray number => Text(number.GetValue(row)),
        _ => $"({column.Data.DataType})",
    };

    private static string? Text<T>(T? number) where T : struct, IFormattable => number?.ToString(null, CultureInfo.InvariantCulture);

    public void Dispose() => _rows.Dispose();
}
