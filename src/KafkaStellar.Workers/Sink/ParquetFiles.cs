using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>Writers of Parquet files, one for each set of columns and codec, kept from file to file.</summary>
internal sealed class ParquetFiles : IDisposable
{
    private readonly Dictionary<(string Columns, string Codec), ParquetWriter> _writers = [];

    /// <summary>Writes rows as files: one for all of them, or one for each folder that the values of some columns make.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="codec">How pages are compressed.</param>
    /// <param name="columns">The columns; none for one file.</param>
    /// <param name="folderOf">The folder of some values: those that share one are together in a file.</param>
    /// <param name="pathOf">Where a file is to be.</param>
    /// <param name="identityOf">Keys and values for its footer, in this order.</param>
    public IEnumerable<(ParquetPart Part, string Folder, ParquetFile File)> Write(
        RowsScratch rows,
        string codec,
        IReadOnlyList<string> columns,
        Func<IReadOnlyList<string?>, string> folderOf,
        Func<string> pathOf,
        Func<ParquetPart, IEnumerable<KeyValuePair<string, string>>> identityOf)
    {
        ParquetWriter writer = WriterOf(rows.Schema, codec);
        writer.Clear();
        foreach (RecordBatch batch in rows.Read()) writer.Append(batch);
        foreach (IGrouping<string, ParquetPart> folder in writer.Parts(columns, PartitionRows.LedgerColumn(rows.Schema)).GroupBy(part => folderOf(part.Values), StringComparer.Ordinal))
        {
            ParquetPart part = ParquetPart.Joined([.. folder]);
            yield return (part, folder.Key, writer.Write(part, pathOf(), identityOf(part)));
        }

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
