using KafkaStellar.Arrow;
using KafkaStellar.Datasets;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Rows for showing what a dataset looks like.</summary>
internal static class SimulatedRows
{
    private const int Ledgers = 3;

    /// <summary>The rows of the first simulated ledger that has some, always the same; null where no ledger has. The caller disposes them.</summary>
    public static RecordBatch? FirstOf(Dataset dataset)
    {
        Network network = Network.Of("standalone", null);
        var simulator = new LedgerSimulator(network, new SimulationOptions { TransactionsPerLedger = 20 });
        var walk = new LedgerWalk(network);
        using IExtractor extractor = dataset.NewExtractor(network, Selection.Everything);
        for (int i = 0; i < Ledgers; i++)
        {
            Ledger ledger = walk.Read(simulator.Next());
            RecordBatch rows = extractor.Extract(in ledger);
            if (rows.Length > 0) return rows;
            rows.Dispose();
        }

        return null;
    }
}
