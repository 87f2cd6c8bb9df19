using KafkaStellar.Arrow;

namespace KafkaStellar.Workers.Rows;

/// <summary>Where rows go in one format. What is not completed before it is disposed of leaves nothing behind.</summary>
internal interface IRowsOutput : IDisposable
{
    /// <summary>Takes rows; they are the caller's to dispose of.</summary>
    void Write(RecordBatch rows);

    /// <summary>Everything was written: finish the file, and give it its name.</summary>
    void Complete();
}
