using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Rows;

/// <summary>One Parquet file, which is written when all its rows are there; what is no plain file then gets its bytes.</summary>
internal sealed class ParquetOutput(OutputPlace place, Schema schema, ParquetCodec codec) : IRowsOutput
{
    private readonly string _scratch = place.NewScratch();
    private readonly ParquetWriter _writer = new(schema, new ParquetOptions { Codec = codec });

    /// <inheritdoc/>
    public void Write(RecordBatch rows) => Try(() => _writer.Append(rows.Slice(0, rows.Length)));

    /// <inheritdoc/>
    public void Complete()
    {
        Try(() => _writer.Write(_scratch, []));
        if (place.IsPlainFile) place.Publish(_scratch);
        else Copy();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_scratch);
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause) when (cause is DuckDbException or IOException)
        {
            throw place.Failure(cause);
        }
    }

    private void Copy()
    {
        using FileStream file = File.OpenRead(_scratch);
        using var output = new OutputFile(place);
        file.CopyTo(output.Stream);
        output.Complete();
    }
}
