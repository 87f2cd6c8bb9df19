using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;

namespace KafkaStellar.Workers.Sink;

/// <summary>Rows that wait for their file to end, as an Arrow stream on the local disk: memory stays flat however long they wait.</summary>
internal sealed class RowsScratch : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ArrowStreamWriter _writer;

    public RowsScratch(string path, Schema schema)
    {
        _path = path;
        Schema = schema;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        _writer = new ArrowStreamWriter(_file, schema, leaveOpen: true);
    }

    /// <summary>The rows' columns.</summary>
    public Schema Schema { get; }

    /// <summary>How many rows wait.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds rows.</summary>
    public void Append(RecordBatch rows)
    {
        _writer.WriteRecordBatch(rows);
        Rows += rows.Length;
    }

    /// <summary>All rows, in the order in which they came. Nothing can be added any more. Dispose each batch.</summary>
    public IEnumerable<RecordBatch> Read()
    {
        _writer.WriteEnd();
        _file.Flush();
        _file.Position = 0;
        using var reader = new ArrowStreamReader(_file, leaveOpen: true);
        while (reader.ReadNextRecordBatch() is { } rows) yield return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
