using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KafkaStellar.Arrow;

namespace KafkaStellar.Workers.Rows;

/// <summary>One JSON object a line, column → value, columns in the schema's order.</summary>
internal sealed class JsonLinesOutput(OutputFile file, Schema schema) : IRowsOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly JsonEncodedText[] _names = [.. schema.FieldsList.Select(field => JsonEncodedText.Encode(field.Name))];
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <inheritdoc/>
    public void Write(RecordBatch rows)
    {
        using var json = new Utf8JsonWriter(_line, Options);
        for (int row = 0; row < rows.Length; row++)
        {
            json.WriteStartObject();
            for (int i = 0; i < _names.Length; i++)
            {
                json.WritePropertyName(_names[i]);
                JsonCells.Write(json, rows.Column(i), row);
            }

            json.WriteEndObject();
            json.Flush();
            _line.Write("\n"u8);
            file.Stream.Write(_line.WrittenSpan);
            _line.ResetWrittenCount();
            json.Reset(_line);
        }
    }

    /// <inheritdoc/>
    public void Complete() => file.Complete();

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
