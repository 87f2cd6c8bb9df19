using BenchmarkDotNet.Attributes;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.TokenTransfers.Verification;

namespace KafkaStellar.Benchmarks;

/// <summary>What does it cost to compare the token transfers of every ledger with the balances that moved, as <c>--verify-one-in 1</c> does?</summary>
[MemoryDiagnoser]
public class TransferSelfChecks
{
    private readonly LedgerWalk _walk = new(LedgerBytes.Network);
    private readonly TransferVerifier _verifier = new();
    private IExtractor _extractor = null!;

    [GlobalSetup]
    public void Prepare() => _extractor = Catalog.Find("token_transfers").NewExtractor(LedgerBytes.Network, Selection.Everything);

    [GlobalCleanup]
    public void End() => _extractor.Dispose();

    [Benchmark(Baseline = true)]
    public long Extract()
    {
        long rows = 0;
        foreach (byte[] bytes in LedgerBytes.All)
        {
            Ledger ledger = _walk.Read(bytes);
            using RecordBatch transfers = _extractor.Extract(in ledger);
            rows += transfers.Length;
        }

        return rows;
    }

    [Benchmark]
    public long ExtractAndVerify()
    {
        long problems = 0;
        foreach (byte[] bytes in LedgerBytes.All)
        {
            Ledger ledger = _walk.Read(bytes);
            using RecordBatch transfers = _extractor.Extract(in ledger);
            problems += _verifier.Verify(in ledger, transfers).Count;
        }

        return problems == 0 ? problems : throw new InvalidOperationException($"{problems} balances did not move as the token transfers say.");
    }
}
