using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;

namespace KafkaStellar.Workers.Rows;

/// <summary>One Arrow IPC stream: the schema, a record batch a ledger, the end of the stream.</summary>
internal sealed class ArrowOutput(OutputFile file, Schema schema) : IRowsOutput
{
    private readonly ArrowStreamWriter _writer = new(file.Stream, schema, leaveOpen: true);

    /// <inheritdoc/>
    public void Write(RecordBatch rows) => _writer.WriteRecordBatch(rows);

    /// <inheritdoc/>
    public void Complete()
    {
        _writer.WriteEnd();
        file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        file.Dispose();
    }
}
