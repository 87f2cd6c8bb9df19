using System.Text;
using KafkaStellar.Arrow;
using KafkaStellar.Protobuf;

namespace KafkaStellar.Workers.Rows;

/// <summary>Token transfers as protobuf's own JSON, one object a line.</summary>
internal sealed class ProtojsonOutput(OutputFile file) : IRowsOutput
{
    /// <inheritdoc/>
    public void Write(RecordBatch rows)
    {
        var events = new TokenTransferEvents(rows);
        for (int row = 0; row < events.Count; row++)
        {
            file.Stream.Write(Encoding.UTF8.GetBytes(TokenTransferEvents.ToJson(events[row])));
            file.Stream.WriteByte((byte)'\n');
        }
    }

    /// <inheritdoc/>
    public void Complete() => file.Complete();

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
