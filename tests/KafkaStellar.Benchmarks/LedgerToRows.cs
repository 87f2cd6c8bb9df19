using BenchmarkDotNet.Attributes;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;

namespace KafkaStellar.Benchmarks;

/// <summary>How fast are ledgers joined, and made into Arrow rows of one dataset?</summary>
[MemoryDiagnoser]
public class LedgerToRows
{
    private readonly LedgerWalk _walk = new(LedgerBytes.Network);
    private IExtractor _extractor = null!;

    /// <summary>The dataset; none for the walk alone.</summary>
    [ParamsSource(nameof(Datasets))]
    public string Dataset { get; set; } = "";

    /// <summary>The walk, then each dataset.</summary>
    public static IEnumerable<string> Datasets => ["(walk)", .. Catalog.All.Select(dataset => dataset.Name)];

    [GlobalSetup]
    public void Prepare() => _extractor = Catalog.All.FirstOrDefault(dataset => dataset.Name == Dataset)?.NewExtractor(LedgerBytes.Network, Selection.Everything)!;

    [GlobalCleanup]
    public void End() => _extractor?.Dispose();

    [Benchmark]
    public long Rows()
    {
        long rows = 0;
        foreach (byte[] bytes in LedgerBytes.All)
        {
            Ledger ledger = _walk.Read(bytes);
            if (_extractor is null)
            {
                rows += ledger.TransactionCount;
                continue;
            }

            using RecordBatch batch = _extractor.Extract(in ledger);
            rows += batch.Length;
        }

        return rows;
    }
}
