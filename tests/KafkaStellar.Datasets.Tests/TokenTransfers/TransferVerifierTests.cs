using KafkaStellar.Arrow;
using KafkaStellar.Datasets.TokenTransfers.Verification;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Token transfers against the balances that moved.</summary>
public sealed class TransferVerifierTests
{
    private static readonly byte[] s_empty = Envelopes.V1(operations: 0);

    /// <summary>All but the random ledgers, which balance nothing; and unified, those that were closed with classic events.</summary>
    public static TheoryData<string, bool> Sets
    {
        get
        {
            var sets = new TheoryData<string, bool>();
            foreach (string set in RealLedgers.SetsWithReferenceRows.Where(set => set is not ("fuzz" or "fuzz30")))
            {
                sets.Add(set, false);
                if (set is not ("core-without-classic-events" or "p28")) sets.Add(set, true);
            }

            return sets;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Every_real_ledger_agrees_with_its_transfers(string set, bool unified)
    {
        int verified = 0;
        foreach (MadeTransfer[] transfers in Ledgers(set, unified, (in Ledger ledger, RecordBatch rows) =>
        {
            new TransferVerifier().Verify(in ledger, rows).ShouldBeEmpty();
            return MadeTransfer.Of(rows);
        })) verified += transfers.Length;

        verified.ShouldBePositive();
    }

    [SkippableTheory]
    [InlineData("dropped")]
    [InlineData("doubled")]
    [InlineData("one more")]
    [InlineData("from and to exchanged")]
    [InlineData("of another transaction")]
    public void A_transfer_that_is_not_true_is_found_in_every_ledger_that_has_one_to_spoil(string how)
    {
        int spoiled = 0;
        foreach (IReadOnlyList<string> problems in Ledgers("pubnet", false, (in Ledger ledger, RecordBatch rows) =>
        {
            MadeTransfer[] transfers = MadeTransfer.Of(rows);
            int victim = Array.FindIndex(transfers, IsVictim);
            if (victim < 0) return (IReadOnlyList<string>)[];
            spoiled++;
            using RecordBatch corrupted = MadeTransfers.Of(Spoil(transfers, victim, how));
            IReadOnlyList<string> found = new TransferVerifier().Verify(in ledger, corrupted);
            found.ShouldNotBeEmpty();
            return found;
        })) problems.ShouldAllBe(problem => problem.StartsWith("ledger ", StringComparison.Ordinal));

        spoiled.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void A_problem_names_the_ledger_the_transaction_the_holder_and_both_amounts()
    {
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(MadeLedger.Of(s_empty));
        using IExtractor extractor = Catalog.Find("token_transfers").NewExtractor(MadeLedger.Network, Selection.Everything);
        using RecordBatch rows = extractor.Extract(in ledger);
        string payer = Xdr.StrKey.ToText(Xdr.StrKeyKind.Account, Envelopes.Key);

        new TransferVerifier().Verify(in ledger, rows).ShouldBe(
            [$"ledger {MadeLedger.Sequence}, transaction {Convert.ToHexStringLower(MadeLedger.HashOf(s_empty))}: {payer} moved by 0 of native, its transfers say -{MadeLedger.FeeCharged}"]);
    }

    // An amount that no 64-bit number holds, held by an account: nothing in the ledger can have moved like that, and nothing overflows.
    [Fact]
    public void Amounts_past_64_bits_are_summed_exactly()
    {
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(MadeLedger.Of(s_empty));
        var huge = new MadeTransfer(1, "native", null, null, null, "GBXGQJWVLWOYHFLVTKWV5FGHA3LNYY2JQKM7OAJAUEQFU6LPCSEFVXON", "18446947143889701584");
        using RecordBatch rows = MadeTransfers.Of(huge, huge);

        new TransferVerifier().Verify(in ledger, rows).Single().ShouldEndWith("moved by 0 of native, its transfers say 36893894287779403168");
    }

    [Fact]
    public void What_contracts_hold_and_tokens_that_are_no_asset_are_left_out()
    {
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(MadeLedger.Of(s_empty));
        using RecordBatch rows = MadeTransfers.Of(
            new MadeTransfer(1, "native", null, null, null, "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA", "5"),
            new MadeTransfer(1, null, null, null, "GBXGQJWVLWOYHFLVTKWV5FGHA3LNYY2JQKM7OAJAUEQFU6LPCSEFVXON", null, "5"));

        new TransferVerifier().Verify(in ledger, rows).ShouldBeEmpty();
    }

    [Fact]
    public void Transfers_of_a_transaction_that_there_is_not_are_found()
    {
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(MadeLedger.Of());
        using RecordBatch rows = MadeTransfers.Of(new MadeTransfer(1, "native", null, null, null, null, "5"));

        new TransferVerifier().Verify(in ledger, rows).ShouldBe([$"ledger {MadeLedger.Sequence}: 1 of 1 transfers are of no transaction there"]);
    }

    private delegate T Look<T>(in Ledger ledger, RecordBatch rows);

    private static List<T> Ledgers<T>(string set, bool unified, Look<T> look)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        var network = new Network(set, ledgers.Passphrase);
        var walk = new LedgerWalk(network);
        using IExtractor extractor = Catalog.Find("token_transfers").NewExtractor(network, new Selection { Unified = unified });
        var looks = new List<T>();
        foreach (ReadOnlyMemory<byte> xdr in ledgers.LedgerCloseMetas())
        {
            Ledger ledger = walk.Read(xdr.Span);
            RecordBatch rows;
            try
            {
                rows = extractor.Extract(in ledger);
            }
            catch (LedgerRefusedException) when (unified)
            {
                continue; // a ledger that was not closed with classic events
            }

            using (rows) looks.Add(look(in ledger, rows));
        }

        return looks;
    }

    // Between two accounts that are not the same, of something: what is done to it must show.
    private static bool IsVictim(MadeTransfer transfer) =>
        transfer is { AssetType: not null, From: ['G', ..], To: ['G', ..] } && transfer.From != transfer.To && transfer.Amount != "0";

    private static MadeTransfer[] Spoil(MadeTransfer[] transfers, int victim, string how)
    {
        MadeTransfer one = transfers[victim];
        MadeTransfer[] others = [.. transfers.Where((_, index) => index != victim)];
        return how switch
        {
            "dropped" => others,
            "doubled" => [.. transfers, one],
            "one more" => [.. others, one with { Amount = $"{Int128.Parse(one.Amount, System.Globalization.CultureInfo.InvariantCulture) + 1}" }],
            "from and to exchanged" => [.. others, one with { From = one.To, To = one.From }],
            _ => [.. others, one with { Transaction = one.Transaction + 1 }],
        };
    }
}
