using System.Text;
using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows of ledgers that were written field by field, so that every cell is known.</summary>
public sealed class ExtractorTests
{
    [Fact]
    public void A_ledger_is_one_row()
    {
        using RecordBatch rows = Extract("ledgers", MadeLedger.Of(Envelopes.V1(operations: 2), Envelopes.V1(operations: 3, muxedId: 1)));

        rows.Length.ShouldBe(1);
        Number<UInt32Array, uint>(rows, "ledger_seq").ShouldBe(MadeLedger.Sequence);
        Hash(rows, "ledger_hash").ShouldBe(MadeLedger.Fill(0x11));
        Hash(rows, "prev_hash").ShouldBe(MadeLedger.Fill(0x22));
        ((TimestampArray)rows.Column("closed_at")).GetTimestamp(0).ShouldBe(DateTimeOffset.FromUnixTimeSeconds((long)MadeLedger.CloseTime));
        Number<UInt32Array, uint>(rows, "tx_count").ShouldBe(2u);
        Number<UInt32Array, uint>(rows, "op_count").ShouldBe(5u);
        Number<UInt32Array, uint>(rows, "successful_tx_count").ShouldBe(2u);
        Number<UInt32Array, uint>(rows, "failed_tx_count").ShouldBe(0u);
        Number<Int64Array, long>(rows, "total_coins").ShouldBe(1_000_000);
        rows.Column("node_id").IsNull(0).ShouldBeTrue();
    }

    [Fact]
    public void A_ledger_without_transactions_has_a_row_of_ledgers_and_none_of_transactions()
    {
        using RecordBatch ledgers = Extract("ledgers", MadeLedger.Of());
        using RecordBatch transactions = Extract("transactions", MadeLedger.Of());

        ledgers.Length.ShouldBe(1);
        transactions.Length.ShouldBe(0);
        transactions.Schema.ShouldBe(Catalog.Find("transactions").Schema);
    }

    [Fact]
    public void A_transactions_row_joins_what_it_asked_for_with_what_came_of_it()
    {
        byte[] envelope = Envelopes.FeeBump(Envelopes.V1(muxedId: 7, memo: xdr => xdr.Int32((int)MemoType.Id).UInt64(258)), fee: 5_000, payerId: 8);
        using RecordBatch rows = Extract("transactions", MadeLedger.Of(Envelopes.V1(), envelope));

        rows.Length.ShouldBe(2);
        Number<UInt32Array, uint>(rows, "tx_index", 1).ShouldBe(2u);
        Hash(rows, "tx_hash", 1).ShouldBe(MadeLedger.HashOf(envelope));
        Text(rows, "source_account", 1).ShouldBe(StrKey.ToText(StrKeyKind.Account, Envelopes.Key));
        Text(rows, "source_account_muxed", 1).ShouldBe(StrKey.ToText(StrKeyKind.MuxedAccount, [.. Envelopes.Key, 0, 0, 0, 0, 0, 0, 0, 7]));
        Text(rows, "fee_account", 1).ShouldBe(StrKey.ToText(StrKeyKind.MuxedAccount, [.. Envelopes.Payer, 0, 0, 0, 0, 0, 0, 0, 8]));
        Number<Int64Array, long>(rows, "fee_charged", 1).ShouldBe(MadeLedger.FeeCharged);
        Number<Int64Array, long>(rows, "max_fee", 1).ShouldBe(Envelopes.Fee);
        Number<Int64Array, long>(rows, "new_max_fee", 1).ShouldBe(5_000);
        Text(rows, "result_code_name", 1).ShouldBe("tx_success");
        ((BinaryArray)rows.Column("envelope_xdr")).GetBytes(1).ToArray().ShouldBe(envelope);
        ((BinaryArray)rows.Column("memo_data")).GetBytes(1).ToArray().ShouldBe([0, 0, 0, 0, 0, 0, 1, 2]);
        rows.Column("new_max_fee").IsNull(0).ShouldBeTrue();
        rows.Column("memo_data").IsNull(0).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("caf\u00e9")]
    public void A_memo_of_text_is_its_bytes_and_an_empty_one_is_not_null(string memo)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(memo);
        using RecordBatch rows = Extract("transactions", MadeLedger.Of(Envelopes.V1(memo: xdr => xdr.Int32((int)MemoType.Text).VarOpaque(bytes))));

        rows.Column("memo_data").IsNull(0).ShouldBeFalse();
        ((BinaryArray)rows.Column("memo_data")).GetBytes(0).ToArray().ShouldBe(bytes);
    }

    [Fact]
    public void A_memo_that_is_no_UTF_8_is_kept_byte_for_byte()
    {
        byte[] hostile = [0xff, 0x00, 0xc3, 0x28];
        using RecordBatch rows = Extract("transactions", MadeLedger.Of(Envelopes.V1(memo: xdr => xdr.Int32((int)MemoType.Text).VarOpaque(hostile))));

        ((BinaryArray)rows.Column("memo_data")).GetBytes(0).ToArray().ShouldBe(hostile);
    }

    [Fact]
    public void An_extractor_starts_every_ledger_empty()
    {
        using IExtractor extractor = Catalog.Find("transactions").NewExtractor(MadeLedger.Network, Selection.Everything);
        var walk = new LedgerWalk(MadeLedger.Network);
        int[] lengths = [.. new[] { 2, 0, 1 }.Select(count =>
        {
            Ledger ledger = walk.Read(MadeLedger.Of([.. Enumerable.Range(0, count).Select(id => Envelopes.V1(muxedId: (ulong)id))]));
            using RecordBatch rows = extractor.Extract(in ledger);
            return rows.Length;
        })];

        lengths.ShouldBe([2, 0, 1]);
    }

    private static RecordBatch Extract(string dataset, byte[] xdr)
    {
        using IExtractor extractor = Catalog.Find(dataset).NewExtractor(MadeLedger.Network, Selection.Everything);
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(xdr);
        return extractor.Extract(in ledger);
    }

    private static T Number<TArray, T>(RecordBatch rows, string column, int row = 0)
        where TArray : PrimitiveArray<T>
        where T : unmanaged => ((TArray)rows.Column(column)).Values[row];

    private static byte[] Hash(RecordBatch rows, string column, int row = 0) => ((FixedSizeBinaryArray)rows.Column(column)).GetBytes(row).ToArray();

    private static string? Text(RecordBatch rows, string column, int row) => ((StringArray)rows.Column(column)).GetString(row);
}
