using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KafkaStellar.Arrow;

namespace KafkaStellar.Workers.Rows;

/// <summary>Comma-separated values (RFC 4180): a line of names, then a line a row; null is nothing between commas, empty text is <c>""</c>.</summary>
/// <remarks>A cell is written as its JSON form is, a text without the JSON quotes; a list or a struct as JSON.</remarks>
internal sealed class CsvOutput : IRowsOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly OutputFile _file;
    private readonly ArrayBufferWriter<byte> _cell = new();

    public CsvOutput(OutputFile file, Schema schema)
    {
        _file = file;
        WriteLine(schema.FieldsList.Select(field => field.Name));
    }

    /// <inheritdoc/>
    public void Write(RecordBatch rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            int current = row;
            WriteLine(Enumerable.Range(0, rows.ColumnCount).Select(i => Cell(rows.Column(i), current)));
        }
    }

    /// <inheritdoc/>
    public void Complete() => _file.Complete();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void WriteLine(IEnumerable<string?> cells)
    {
        string line = string.Join(',', cells.Select(Quoted));
        _file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(line + "\r\n"));
    }

    private static string Quoted(string? cell)
    {
        if (cell is null) return "";
        return cell.Length == 0 || cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    private string? Cell(IArrowArray column, int row)
    {
        if (column.IsNull(row)) return null;
        _cell.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_cell, Options)) JsonCells.Write(json, column, row);
        ReadOnlySpan<byte> written = _cell.WrittenSpan;
        if (written[0] != '"') return System.Text.Encoding.UTF8.GetString(written);
        var reader = new Utf8JsonReader(written);
        reader.Read();
        return reader.GetString();
    }
}
