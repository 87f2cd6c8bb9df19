using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Json;

/// <summary>Gathers a column of JSON texts: written once, into memory that is kept, then copied to their place.</summary>
internal sealed class JsonTextBuilder : IDisposable
{
    // What is written is well formed by construction; the relaxed encoder leaves all but quotes, backslashes and controls as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 10_000 };

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Utf8JsonWriter _json;
    private readonly StringArray.Builder _column = new();

    public JsonTextBuilder() => _json = new Utf8JsonWriter(_text, Options);

    /// <summary>A writer for one value; <see cref="End"/> or <see cref="AppendNull"/> follows.</summary>
    public Utf8JsonWriter Begin()
    {
        _text.ResetWrittenCount();
        _json.Reset();
        return _json;
    }

    /// <summary>Appends what was written.</summary>
    public void End()
    {
        _json.Flush();
        _column.Append(_text.WrittenSpan);
    }

    /// <summary>Appends a null.</summary>
    public void AppendNull() => _column.AppendNull();

    /// <summary>What was gathered; the column is then empty.</summary>
    public IArrowArray Build() => _column.Build();

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _column.Dispose();
    }
}
