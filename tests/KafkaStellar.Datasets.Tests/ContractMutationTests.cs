using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Ledgers with bytes that were changed: rows, or a ledger refused, and nothing else.</summary>
public sealed class ContractMutationTests
{
    private const int Mutations = 400;

    [SkippableTheory]
    [InlineData("contract_events", "core-with-classic-events")]
    [InlineData("contract_data", "core-with-classic-events")]
    [InlineData("contract_events", "testnet")]
    [InlineData("contract_data", "testnet")]
    public void A_ledger_with_changed_bytes_gives_rows_or_is_refused(string dataset, string set)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        var network = new Network(set, ledgers.Passphrase);
        var walk = new LedgerWalk(network);
        using IExtractor extractor = Catalog.Find(dataset).NewExtractor(network, new Selection { Diagnostics = true });
        var random = new Random(20);
        int read = 0;
        foreach (byte[] ledger in ledgers.LedgerCloseMetas().Select(xdr => xdr.ToArray()))
        {
            for (int i = 0; i < Mutations; i++)
            {
                byte[] changed = [.. ledger];
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                if (GivesRows(walk, extractor, changed)) read++;
            }
        }

        read.ShouldBeGreaterThan(0);
    }

    private static bool GivesRows(LedgerWalk walk, IExtractor extractor, byte[] xdr)
    {
        try
        {
            Ledger ledger = walk.Read(xdr);
            using RecordBatch rows = extractor.Extract(in ledger);
            return true;
        }
        catch (LedgerRefusedException)
        {
            return false;
        }
    }
}
