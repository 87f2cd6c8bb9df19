using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets;

/// <summary>Ledger in, rows of one dataset out: on one network, the same bytes always give the same rows.</summary>
/// <remarks>An extractor keeps its memory from ledger to ledger and serves one thread.</remarks>
public interface IExtractor : IDisposable
{
    /// <summary>The dataset's columns.</summary>
    Schema Schema { get; }

    /// <summary>The ledger's rows, possibly none, in the dataset's order.</summary>
    /// <exception cref="LedgerRefusedException">A ledger of which no true rows can be made; no row of it is given.</exception>
    RecordBatch Extract(in Ledger ledger);
}
