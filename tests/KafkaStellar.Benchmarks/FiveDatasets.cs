using BenchmarkDotNet.Attributes;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;

namespace KafkaStellar.Benchmarks;

/// <summary>How fast do ledgers become Arrow rows of ledgers, transactions, operations, contract_events and contract_data, in one pass on one core?</summary>
[MemoryDiagnoser]
public class FiveDatasets
{
    private static readonly string[] s_names = ["ledgers", "transactions", "operations", "contract_events", "contract_data"];

    private readonly LedgerWalk _walk = new(LedgerBytes.Network);
    private IExtractor[] _extractors = [];

    [GlobalSetup]
    public void Prepare() => _extractors = [.. s_names.Select(name => Catalog.Find(name).NewExtractor(LedgerBytes.Network, Selection.Everything))];

    [GlobalCleanup]
    public void End()
    {
        foreach (IExtractor extractor in _extractors) extractor.Dispose();
    }

    [Benchmark]
    public long Rows()
    {
        long rows = 0;
        foreach (byte[] bytes in LedgerBytes.All)
        {
            Ledger ledger = _walk.Read(bytes);
            foreach (IExtractor extractor in _extractors)
            {
                using RecordBatch batch = extractor.Extract(in ledger);
                rows += batch.Length;
            }
        }

        return rows;
    }
}
