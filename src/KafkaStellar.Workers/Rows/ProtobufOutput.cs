using Google.Protobuf;
using KafkaStellar.Arrow;
using KafkaStellar.Protobuf;

namespace KafkaStellar.Workers.Rows;

/// <summary>Token transfers as protobuf messages, each behind its length (a varint).</summary>
internal sealed class ProtobufOutput(OutputFile file) : IRowsOutput
{
    /// <inheritdoc/>
    public void Write(RecordBatch rows)
    {
        var events = new TokenTransferEvents(rows);
        for (int row = 0; row < events.Count; row++) events[row].WriteDelimitedTo(file.Stream);
    }

    /// <inheritdoc/>
    public void Complete() => file.Complete();

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
