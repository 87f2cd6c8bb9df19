using KafkaStellar.Arrow;
using KafkaStellar.Datasets.TokenTransfers.Verification;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Random ledgers with bytes changed at random: whatever they say, they give rows or a refusal, and nothing else.</summary>
public sealed class HostileLedgerTests
{
    private const int Mutations = 6_000;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ledger_whose_bytes_were_changed_gives_rows_or_is_refused(bool unified)
    {
        RealLedgerSet set = RealLedgers.Fuzz;
        byte[][] ledgers = [.. set.LedgerCloseMetas().Take(400).Select(ledger => ledger.ToArray())];
        var network = new Network(set.Name, set.Passphrase);
        var walk = new LedgerWalk(network);
        var verifier = new TransferVerifier();
        using IExtractor extractor = Catalog.Find("token_transfers").NewExtractor(network, new Selection { Unified = unified });
        var random = new Random(unified ? 1 : 2);
        int extracted = 0, refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] ledger = [.. ledgers[random.Next(ledgers.Length)]];
            for (int flips = random.Next(1, 4); flips > 0; flips--) Mutate(ledger, random);
            try
            {
                Ledger read = walk.Read(ledger);
                using RecordBatch rows = extractor.Extract(in read);
                verifier.Verify(in read, rows).ShouldNotBeNull();
                extracted++;
            }
            catch (Exception refusal) when (refusal is LedgerRefusedException or UnknownProtocolException)
            {
                refused++;
            }
        }

        extracted.ShouldBePositive();
        refused.ShouldBePositive();
    }

    // Behind the transaction set, whose hashes would no longer be found: mostly a small number where a kind, a count or a flag may stand.
    private static void Mutate(byte[] ledger, Random random)
    {
        int at = random.Next(ledger.Length / 3, ledger.Length) & ~3;
        if (random.Next(2) == 0) ledger[Math.Min(at + 3, ledger.Length - 1)] = (byte)random.Next(8);
        else ledger[at] ^= (byte)(1 << random.Next(8));
    }
}
