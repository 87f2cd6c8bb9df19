namespace KafkaStellar.Arrow;

/// <summary>Record batches of one schema, one after the other.</summary>
public interface IArrowArrayStream : IDisposable
{
    Schema Schema { get; }

    /// <summary>The next batch, which the caller disposes; null after the last.</summary>
    RecordBatch? ReadNextRecordBatch();
}
