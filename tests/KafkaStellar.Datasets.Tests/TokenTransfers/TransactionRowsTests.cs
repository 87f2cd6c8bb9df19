using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Datasets.TokenTransfers;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Token transfers out of rows of <c>transactions</c>, as the fleet makes them.</summary>
public sealed class TransactionRowsTests
{
    public static TheoryData<string, bool> Sets
    {
        get
        {
            var sets = new TheoryData<string, bool>();
            foreach (string set in RealLedgers.SetsWithReferenceRows)
            {
                sets.Add(set, false);
                sets.Add(set, true);
            }

            return sets;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Rows_of_transactions_give_the_same_bytes_as_the_ledger(string set, bool unified)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        var network = new Network(set, ledgers.Passphrase);
        var walk = new LedgerWalk(network);
        using var extractor = new TokenTransfersExtractor(network, new Selection { Unified = unified });
        using IExtractor transactions = Catalog.Find("transactions").NewExtractor(network, Selection.Everything);
        int compared = 0;
        foreach (ReadOnlyMemory<byte> xdr in ledgers.LedgerCloseMetas())
        {
            Ledger ledger = walk.Read(xdr.Span);
            using RecordBatch rows = transactions.Extract(in ledger);
            byte[]? ofLedger, ofRows;
            string refusal = "";
            try
            {
                using RecordBatch batch = extractor.Extract(in ledger);
                ofLedger = ArrowIpc.Serialize(batch);
            }
            catch (LedgerRefusedException refused)
            {
                ofLedger = null;
                refusal = refused.Message;
            }

            try
            {
                using RecordBatch batch = extractor.Extract(TransactionRows.Of(rows));
                ofRows = ArrowIpc.Serialize(batch);
            }
            catch (LedgerRefusedException refused)
            {
                ofRows = null;
                refused.Message.ShouldBe(refusal);
            }

            (ofRows is null).ShouldBe(ofLedger is null);
            if (ofRows is not null) ofRows.AsSpan().SequenceEqual(ofLedger).ShouldBeTrue();
            compared++;
        }

        compared.ShouldBePositive();
    }

    [Fact]
    public void Several_ledgers_in_one_batch_are_told_apart()
    {
        MadeRow row = MadeRow.Of(new MadeTransaction());
        using RecordBatch transfers = MadeRows.Transfers(MadeRows.Of(row, row with { Index = 2 }, row with { Sequence = MadeRows.Sequence + 1 }));

        ((UInt32Array)transfers.Column("ledger_seq")).Values.ToArray().ShouldBe([MadeRows.Sequence, MadeRows.Sequence, MadeRows.Sequence + 1]);
        ((UInt32Array)transfers.Column("event_index")).Values.ToArray().ShouldBe([0u, 1u, 0u]);
    }

    [Theory]
    [InlineData("tx_index")]
    [InlineData("tx_hash")]
    [InlineData("protocol_version")]
    [InlineData("envelope_xdr")]
    [InlineData("result_xdr")]
    [InlineData("fee_changes_xdr")]
    [InlineData("meta_xdr")]
    public void A_value_that_is_missing_refuses_its_ledger_by_name(string column)
    {
        MadeRow row = MadeRow.Of(new MadeTransaction());
        MadeRow broken = column switch
        {
            "tx_index" => row with { Index = null },
            "tx_hash" => row with { Hash = [] },
            "protocol_version" => row with { ProtocolVersion = null },
            "envelope_xdr" => row with { Envelope = null },
            "result_xdr" => row with { Result = null },
            "fee_changes_xdr" => row with { FeeChanges = null },
            _ => row with { Meta = null },
        };

        RefusalOf(broken).ShouldStartWith($"ledger {MadeRows.Sequence}: row 0 of transactions, {column} ");
    }

    [Theory]
    [InlineData("envelope_xdr")]
    [InlineData("result_xdr")]
    [InlineData("fee_changes_xdr")]
    [InlineData("meta_xdr")]
    [InlineData("post_fee_changes_xdr")]
    public void Bytes_that_are_not_what_their_column_holds_refuse_their_ledger(string column)
    {
        MadeRow row = MadeRow.Of(new MadeTransaction { PostFeeChanges = MadeXdr.List() });
        MadeRow Broken(Func<byte[]?, byte[]> change) => column switch
        {
            "envelope_xdr" => row with { Envelope = change(row.Envelope) },
            "result_xdr" => row with { Result = change(row.Result) },
            "fee_changes_xdr" => row with { FeeChanges = change(row.FeeChanges) },
            "meta_xdr" => row with { Meta = change(row.Meta) },
            _ => row with { PostFeeChanges = change(row.PostFeeChanges) },
        };

        RefusalOf(Broken(xdr => xdr![..^1])).ShouldContain($"row 0 of transactions, {column} is no");
        RefusalOf(Broken(xdr => [.. xdr!, 0, 0, 0, 0])).ShouldContain("4 bytes are left over");
    }

    [Fact]
    public void A_ledger_that_begins_in_its_middle_is_refused() =>
        RefusalOf(MadeRow.Of(new MadeTransaction()) with { Index = 2 }).ShouldContain("tx_index is 2 where 1 is due");

    [Fact]
    public void Rows_of_one_ledger_that_closed_at_two_times_are_refused()
    {
        MadeRow row = MadeRow.Of(new MadeTransaction());

        RefusalOf(row, row with { Index = 2, ClosedAt = 1 }).ShouldContain("created_at is another than its ledger's");
    }

    [Fact]
    public void A_ledger_that_is_refused_leaves_no_row_of_those_before_it()
    {
        MadeRow row = MadeRow.Of(new MadeTransaction());
        using var extractor = new TokenTransfersExtractor(Names.Network, Selection.Everything);
        using RecordBatch broken = MadeRows.Of(row, row with { Sequence = MadeRows.Sequence + 1, Meta = [] });
        using RecordBatch whole = MadeRows.Of(row);

        Should.Throw<LedgerRefusedException>(() => extractor.Extract(TransactionRows.Of(broken))).LedgerSequence.ShouldBe(MadeRows.Sequence + 1);
        using RecordBatch rows = extractor.Extract(TransactionRows.Of(whole));
        rows.Length.ShouldBe(1);
    }

    [Fact]
    public void A_batch_of_other_columns_is_refused_by_the_column()
    {
        using RecordBatch transfers = MadeRows.Transfers(MadeRows.Of());

        Should.Throw<ArgumentException>(() => TransactionRows.Of(transfers)).Message.ShouldContain("protocol_version");
    }

    [Fact]
    public void A_ledger_in_parts_gives_the_same_bytes_as_the_ledger_whole()
    {
        MadeRow[] made = [.. Enumerable.Range(1, 5).Select(index => MadeRow.Of(new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, index)), (uint)index))];
        using RecordBatch whole = MadeRows.Of(made);
        using RecordBatch first = MadeRows.Of(made[..2]), second = MadeRows.Of(made[2..3]), third = MadeRows.Of(made[3..]);
        using var extractor = new TokenTransfersExtractor(Names.Network, Selection.Everything);
        using RecordBatch ofWhole = extractor.Extract(TransactionRows.Of(whole));
        using RecordBatch ofParts = extractor.ExtractParts([first, second, third]);

        ofParts.Length.ShouldBe(10);
        ArrowIpc.Serialize(ofParts).ShouldBe(ArrowIpc.Serialize(ofWhole));
    }

    [Fact]
    public void Parts_that_do_not_follow_each_other_are_refused()
    {
        MadeRow row = MadeRow.Of(new MadeTransaction());
        using RecordBatch first = MadeRows.Of(row), gap = MadeRows.Of(row with { Index = 3 }), other = MadeRows.Of(row with { Index = 2, Sequence = 7 });
        using var extractor = new TokenTransfersExtractor(Names.Network, Selection.Everything);

        Should.Throw<LedgerRefusedException>(() => extractor.ExtractParts([first, gap])).Message.ShouldContain("tx_index is 3 where 2 is due");
        Should.Throw<LedgerRefusedException>(() => extractor.ExtractParts([first, other])).Message.ShouldContain($"among the parts of ledger {MadeRows.Sequence}");
    }

    private static string RefusalOf(params MadeRow[] rows) => Should.Throw<LedgerRefusedException>(() => MadeRows.Transfers(MadeRows.Of(rows))).Message;
}
