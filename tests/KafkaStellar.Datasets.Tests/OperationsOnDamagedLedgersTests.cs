using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Ledgers with changed bytes: refused by the walk, or made into rows; nothing else may happen.</summary>
public sealed class OperationsOnDamagedLedgersTests
{
    private const int Seed = 20_260_618;
    private const int Tries = 150;

    [SkippableFact]
    public void A_ledger_with_changed_bytes_is_refused_or_gives_rows()
    {
        var random = new Random(Seed);
        RealLedgerSet set = RealLedgers.Testnet;
        var network = new Network(set.Name, set.Passphrase);
        var walk = new LedgerWalk(network);
        using IExtractor extractor = Catalog.Find("operations").NewExtractor(network, Selection.Everything);
        int refused = 0, read = 0;
        foreach (ReadOnlyMemory<byte> whole in set.LedgerCloseMetas())
        {
            for (int i = 0; i < Tries; i++)
            {
                byte[] damaged = whole.ToArray();
                for (int change = random.Next(1, 4); change > 0; change--) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                try
                {
                    Ledger ledger = walk.Read(damaged);
                    using RecordBatch rows = extractor.Extract(in ledger);
                    read++;
                }
                catch (LedgerRefusedException)
                {
                    refused++;
                }
            }
        }

        refused.ShouldBeGreaterThan(0);
        read.ShouldBeGreaterThan(0);
    }
}
