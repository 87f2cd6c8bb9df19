using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>How far a sink is: for whoever shows it, or waits for it.</summary>
internal sealed class SinkProgress
{
    private readonly object _changed = new();
    private readonly Dictionary<string, DatasetProgress> _datasets = new(StringComparer.Ordinal);

    /// <summary>A ledger of a dataset was read whole.</summary>
    public void Taken(string dataset, uint ledger)
    {
        lock (_changed) _datasets[dataset] = Of(dataset) with { LedgersTaken = Of(dataset).LedgersTaken + 1, LastLedger = Math.Max(Of(dataset).LastLedger, ledger) };
    }

    /// <summary>Files of a dataset are durable.</summary>
    public void Published(string dataset, Intent intent)
    {
        lock (_changed)
        {
            DatasetProgress known = Of(dataset);
            _datasets[dataset] = known with
            {
                Rows = known.Rows + intent.Files.Sum(file => file.Rows),
                Bytes = known.Bytes + intent.Files.Sum(file => file.Bytes),
                Files = known.Files + intent.Files.Count,
            };
        }
    }

    /// <summary>How far a dataset is.</summary>
    public DatasetProgress Of(string dataset)
    {
        lock (_changed) return _datasets.GetValueOrDefault(dataset, new DatasetProgress(0, 0, 0, 0, 0));
    }
}

/// <summary>How far a dataset is in this process.</summary>
/// <param name="LedgersTaken">Ledgers that were read.</param>
/// <param name="LastLedger">The greatest of them.</param>
/// <param name="Rows">Rows in durable files.</param>
/// <param name="Bytes">Bytes of durable files.</param>
/// <param name="Files">Durable files.</param>
internal sealed record DatasetProgress(long LedgersTaken, uint LastLedger, long Rows, long Bytes, int Files);
