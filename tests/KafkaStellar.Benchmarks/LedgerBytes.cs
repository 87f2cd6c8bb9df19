using KafkaStellar.Datasets;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Simulation;

namespace KafkaStellar.Benchmarks;

/// <summary>What the benchmarks run on: the ten contiguous pubnet ledgers of 2026 (1.06 MB each on average) where they are at hand, else simulated ones of like size.</summary>
internal static class LedgerBytes
{
    private const int Count = 10;
    private const uint FirstOfTen = 63_092_982;

    /// <summary>The network of the ledgers.</summary>
    public static Network Network { get; } = Network.Of("pubnet", null);

    /// <summary>The ledgers, each a LedgerCloseMeta.</summary>
    public static byte[][] All { get; } = RealLedgers.Root is null ? Simulated() : Real();

    /// <summary>Their bytes together.</summary>
    public static long Length { get; } = All.Sum(ledger => (long)ledger.Length);

    private static byte[][] Real() => [.. RealLedgers.Pubnet.Files
        .Where(file => uint.Parse(file.Name.Split("--")[1].Split('.')[0]) >= FirstOfTen)
        .SelectMany(file => file.LedgerCloseMetas())
        .Select(ledger => ledger.ToArray())];

    private static byte[][] Simulated()
    {
        var simulator = new LedgerSimulator(Network, new SimulationOptions { TransactionsPerLedger = 400 });
        return [.. Enumerable.Range(0, Count).Select(_ => simulator.Next().ToArray())];
    }
}
