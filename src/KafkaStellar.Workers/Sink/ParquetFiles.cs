using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>The writer of Parquet files: one at a time, kept while columns and codec stay the same, so that many datasets take no more memory than one.</summary>
/// <param name="scratchFolder">For rows that do not fit into memory.</param>
internal sealed class ParquetFiles(string scratchFolder) : IDisposable
{
    private (string Columns, string Codec) _of;
    private ParquetWriter? _writer;

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
    public void Dispose() => _writer?.Dispose();

    private ParquetWriter WriterOf(Schema schema, string codec)
    {
        (string, string) of = ($"{schema}", codec);
        if (_writer is not null && _of == of) return _writer;
        _writer?.Dispose();
        (_of, _writer) = (of, new ParquetWriter(schema, new ParquetOptions { Codec = ParquetCodec.Parse(codec), ScratchFolder = scratchFolder }));
        return _writer;
    }
}
