using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Rows;

/// <summary>One Parquet file, which appears under its name when it is complete.</summary>
internal sealed class ParquetOutput(string path, Schema schema, ParquetCodec codec) : IRowsOutput
{
    private readonly string _scratch = $"{path}.{Environment.ProcessId}.tmp";
    private readonly ParquetWriter _writer = new(schema, new ParquetOptions { Codec = codec });

    /// <inheritdoc/>
    public void Write(RecordBatch rows) => _writer.Append(rows.Slice(0, rows.Length));

    /// <inheritdoc/>
    public void Complete()
    {
        _writer.Write(_scratch, []);
        File.Move(_scratch, path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_scratch);
    }
}
