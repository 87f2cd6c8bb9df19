using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>Writers of Parquet files, one for each set of columns and codec, kept from file to file.</summary>
internal sealed class ParquetFiles : IDisposable
{
    private readonly Dictionary<(string Columns, string Codec), ParquetWriter> _writers = [];

    /// <summary>Writes rows as a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="codec">How pages are compressed.</param>
    /// <param name="identity">Keys and values for its footer, in this order.</param>
    public ParquetFile Write(string path, RowsScratch rows, string codec, IEnumerable<KeyValuePair<string, string>> identity)
    {
        ParquetWriter writer = WriterOf(rows.Schema, codec);
        writer.Clear();
        foreach (RecordBatch batch in rows.Read()) writer.Append(batch);
        return writer.Write(path, identity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ParquetWriter writer in _writers.Values) writer.Dispose();
    }

    private ParquetWriter WriterOf(Schema schema, string codec)
    {
        (string, string) key = ($"{schema}", codec);
        if (!_writers.TryGetValue(key, out ParquetWriter? writer))
            _writers[key] = writer = new ParquetWriter(schema, new ParquetOptions { Codec = ParquetCodec.Parse(codec) });
        return writer;
    }
}
