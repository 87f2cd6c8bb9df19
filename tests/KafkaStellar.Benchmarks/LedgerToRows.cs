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

    private const string Unified = " (unified)";

    /// <summary>The dataset; none for the walk alone.</summary>
    [ParamsSource(nameof(Datasets))]
    public string Dataset { get; set; } = "";

    /// <summary>The walk, then each dataset; token transfers also as the meta's own events tell them.</summary>
    public static IEnumerable<string> Datasets => ["(walk)", .. Catalog.All.Select(dataset => dataset.Name), $"token_transfers{Unified}"];

    [GlobalSetup]
    public void Prepare()
    {
        string name = Dataset.Replace(Unified, "", StringComparison.Ordinal);
        _extractor = Catalog.All.FirstOrDefault(dataset => dataset.Name == name)?.NewExtractor(LedgerBytes.Network, new Selection { Unified = name != Dataset })!;
    }

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
