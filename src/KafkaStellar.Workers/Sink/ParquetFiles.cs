using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>Writers of Parquet files, one for each set of columns and codec, kept from file to file.</summary>
internal sealed class ParquetFiles : IDisposable
{
    private readonly Dictionary<(string Columns, string Codec), ParquetWriter> _writers = [];

    /// <summary>Writes rows as files: one for all of them, or one for each combination of values of some columns.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="codec">How pages are compressed.</param>
    /// <param name="columns">The columns; none for one file.</param>
    /// <param name="pathOf">Where a file is to be.</param>
    /// <param name="identityOf">Keys and values for its footer, in this order.</param>
    public IEnumerable<(ParquetPart Part, ParquetFile File)> Write(
        RowsScratch rows, string codec, IReadOnlyList<string> columns, Func<string> pathOf, Func<ParquetPart, IEnumerable<KeyValuePair<string, string>>> identityOf)
    {
        ParquetWriter writer = WriterOf(rows.Schema, codec);
        writer.Clear();
        foreach (RecordBatch batch in rows.Read()) writer.Append(batch);
        foreach (ParquetPart part in writer.Parts(columns, PartitionRows.LedgerColumn(rows.Schema))) yield return (part, writer.Write(part, pathOf(), identityOf(part)));
        writer.Clear();
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
