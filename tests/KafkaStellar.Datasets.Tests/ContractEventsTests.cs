using System.Text.Json;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.MadeSorobanLedger;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows of contract_events of ledgers that were written field by field.</summary>
public sealed class ContractEventsTests
{
    private const string Fee = "fee";
    private static readonly byte[] s_contract = MadeLedger.Fill(0xC0);
    private static readonly byte[] s_other = MadeLedger.Fill(0xC1);

    [Fact]
    public void The_columns_are_those_that_were_promised() => Catalog.Find("contract_events").Schema.FieldsList.Select(field => $"{field}").ShouldBe(
    [
        "ledger_seq: uint32", "tx_hash: fixed_size_binary[32]", "event_index: uint32", "contract_id: fixed_size_binary[32]?",
        "topic_0: binary?", "topic_1: binary?", "topic_2: binary?", "topic_3: binary?", "value_xdr: binary", "event_type: uint32",
        "in_successful_contract_call: bool", "created_at: timestamp[us, UTC]", "tx_index: uint32", "op_index: uint32?", "stage: utf8",
        "contract_address: utf8?", "topics: list<item: binary>", "topics_json: utf8", "value_json: utf8", "id: utf8",
    ]);

    [Fact]
    public void An_event_is_one_row_with_its_values_as_XDR_and_as_JSON()
    {
        MadeSorobanLedger ledger = new MadeSorobanLedger().Transaction(MetaV4(events: [Event(s_contract, ScVals.I128(-5), [.. Enumerable.Range(0, 5).Select(i => ScVals.U32((uint)i))])]));
        JsonElement row = DatasetRows.Of("contract_events", ledger.Xdr()).ShouldHaveSingleItem();

        row.GetProperty("ledger_seq").GetUInt32().ShouldBe(MadeLedger.Sequence);
        row.GetProperty("created_at").GetUInt64().ShouldBe(MadeLedger.CloseTime * 1_000_000);
        row.GetProperty("tx_hash").GetString().ShouldBe(Convert.ToHexStringLower(ledger.HashOf(0)));
        row.GetProperty("contract_id").GetString().ShouldBe(Convert.ToHexStringLower(s_contract));
        row.GetProperty("contract_address").GetString().ShouldBe(StrKey.ToText(StrKeyKind.Contract, s_contract));
        row.GetProperty("topic_3").GetBytesFromBase64().ShouldBe(ScVals.U32(3));
        row.GetProperty("topics").EnumerateArray().Select(topic => topic.GetBytesFromBase64()).ShouldBe([.. Enumerable.Range(0, 5).Select(i => ScVals.U32((uint)i))]);
        row.GetProperty("topics_json").GetString().ShouldBe("""[{"u32":0},{"u32":1},{"u32":2},{"u32":3},{"u32":4}]""");
        row.GetProperty("value_xdr").GetBytesFromBase64().ShouldBe(ScVals.I128(-5));
        row.GetProperty("value_json").GetString().ShouldBe("""{"i128":"-5"}""");
    }

    [Fact]
    public void An_event_of_no_contract_and_no_topics_has_nulls_and_an_empty_list()
    {
        JsonElement row = DatasetRows.Of("contract_events", new MadeSorobanLedger().Transaction(MetaV4(events: [Event(null, ScVals.Void)])).Xdr()).ShouldHaveSingleItem();

        foreach (string column in new[] { "contract_id", "contract_address", "topic_0", "topic_3" }) row.GetProperty(column).ValueKind.ShouldBe(JsonValueKind.Null, column);
        row.GetProperty("topics").GetArrayLength().ShouldBe(0);
        row.GetProperty("topics_json").GetString().ShouldBe("[]");
        row.GetProperty("value_json").GetString().ShouldBe("\"void\"");
    }

    [Fact]
    public void A_transactions_own_events_come_first_then_its_operations_then_its_diagnostics()
    {
        IReadOnlyList<JsonElement> rows = DatasetRows.Of("contract_events", TwoTransactions().Xdr(), new Selection { Diagnostics = true });

        rows.Texts("stage").ShouldBe(
        [
            "transaction_event_stage_before_all_txs", "transaction_event_stage_after_tx", "transaction_event_stage_after_all_txs", "operation", "operation", "operation", "diagnostic",
            "transaction_event_stage_before_all_txs", "transaction_event_stage_after_all_txs",
        ]);
        rows.Raw("op_index").ShouldBe(["null", "null", "null", "1", "2", "2", "null", "null", "null"]);
        rows.Raw("event_index").ShouldBe(["0", "1", "2", "0", "0", "1", "0", "0", "1"]);
        rows.Raw("tx_index").ShouldBe(["1", "1", "1", "1", "1", "1", "1", "2", "2"]);
        rows.Raw("in_successful_contract_call").ShouldBe([.. Enumerable.Repeat("true", 6), "false", "true", "true"]);
    }

    // 4711 << 32 = 20233590931456; transactions stand 12 bits up; 2^20 - 1 is the last transaction, 2^12 - 1 the last operation.
    [Fact]
    public void Ids_are_those_that_Stellar_RPC_gives()
    {
        string[] ids =
        [
            "0000020233590931456-0000000000", "0000020233590939647-0000000000", "0000020237885894656-0000000000",
            "0000020233590935552-0000000000", "0000020233590935553-0000000000", "0000020233590935553-0000000001", "0000020233590935552-0000000000-diagnostic",
            "0000020233590931456-0000000001", "0000020237885894656-0000000001",
        ];

        DatasetRows.Of("contract_events", TwoTransactions().Xdr(), new Selection { Diagnostics = true }).Texts("id").ShouldBe(ids);
    }

    [Fact]
    public void Ids_do_not_depend_on_what_is_selected()
    {
        Dictionary<string, string> all = DatasetRows.Of("contract_events", TwoTransactions(firstSucceeds: false).Xdr())
            .Where(row => row.GetProperty("tx_index").GetUInt32() == 2).ToDictionary(row => row.GetProperty("stage").GetString()!, row => row.GetProperty("id").GetString()!);

        IReadOnlyList<JsonElement> successful = DatasetRows.Of("contract_events", TwoTransactions(firstSucceeds: false).Xdr(), new Selection { SuccessfulOnly = true });

        successful.ToDictionary(row => row.GetProperty("stage").GetString()!, row => row.GetProperty("id").GetString()!).ShouldBe(all);
        all.Count.ShouldBe(2);
    }

    [Fact]
    public void Diagnostic_events_are_left_out_unless_they_are_asked_for() =>
        DatasetRows.Of("contract_events", TwoTransactions().Xdr()).Texts("stage").ShouldNotContain("diagnostic");

    [Fact]
    public void Soroban_meta_of_V3_has_the_events_of_the_first_operation()
    {
        byte[] meta = MetaV3([Event(s_contract, ScVals.Void), Event(s_contract, ScVals.Void)], [Diagnostic(true, Event(null, ScVals.Void))]);
        IReadOnlyList<JsonElement> rows = DatasetRows.Of("contract_events", new MadeSorobanLedger().Transaction(meta).Xdr(version: 1), new Selection { Diagnostics = true });

        rows.Raw("op_index").ShouldBe(["1", "1", "null"]);
        rows.Raw("event_index").ShouldBe(["0", "1", "0"]);
    }

    [Fact]
    public void Meta_of_V3_of_a_transaction_that_is_not_Soroban_has_no_events() =>
        DatasetRows.Of("contract_events", new MadeSorobanLedger().Transaction(MetaV3([Event(s_contract, ScVals.Void)], []), isSoroban: false).Xdr(version: 1)).ShouldBeEmpty();

    [Fact]
    public void Only_the_events_of_a_selected_contract_are_given()
    {
        byte[] ledger = new MadeSorobanLedger().Transaction(MetaV4(events: [Event(s_contract, ScVals.U32(1)), Event(null, ScVals.U32(2)), Event(s_other, ScVals.U32(3))])).Xdr();

        DatasetRows.Of("contract_events", ledger, new Selection { Contracts = new ByteSet([s_other]) }).Texts("value_json").ShouldBe(["""{"u32":3}"""]);
    }

    [Fact]
    public void An_account_or_a_contract_is_named_by_a_topic_or_the_value_at_any_depth_muxed_or_not()
    {
        byte[] key = MadeLedger.Fill(0xA1);
        byte[] ledger = new MadeSorobanLedger().Transaction(MetaV4(events:
        [
            Event(null, ScVals.U32(0), ScVals.Account(MadeLedger.Fill(0xA2)), ScVals.Bytes(key)),
            Event(null, ScVals.U32(1), ScVals.Symbol(Fee), ScVals.Account(key)),
            Event(null, ScVals.Vec(ScVals.U32(2), ScVals.Map((ScVals.Void, ScVals.MuxedAccount(key, 7)))), ScVals.Symbol(Fee)),
            Event(null, ScVals.Instance(null, (ScVals.Account(key), ScVals.Void))),
            Event(null, ScVals.Vec(ScVals.Contract(key))),
            Event(null, ScVals.MuxedContract(key, 7)),
            Event(null, ScVals.MuxedContract(MadeLedger.Fill(0xA2), 7)),
        ])).Xdr();

        DatasetRows.Of("contract_events", ledger, new Selection { Accounts = new ByteSet([key]) }).Raw("event_index").ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [Fact]
    public void Values_nested_a_thousand_deep_are_rows_and_can_be_searched()
    {
        byte[] key = MadeLedger.Fill(0xA1);
        byte[] ledger = new MadeSorobanLedger().Transaction(MetaV4(events: [Event(null, ScVals.Nested(1_000, ScVals.Account(key)))])).Xdr();

        DatasetRows.Of("contract_events", ledger).Count.ShouldBe(1);
        DatasetRows.Of("contract_events", ledger, new Selection { Accounts = new ByteSet([key]) }).Count.ShouldBe(1);
        DatasetRows.Of("contract_events", ledger, new Selection { Accounts = new ByteSet([MadeLedger.Fill(0)]) }).ShouldBeEmpty();
    }

    [Fact]
    public void Values_too_large_to_be_a_networks_are_refused_and_the_extractor_goes_on_with_the_next_ledger()
    {
        byte[] huge = Event(null, ScVals.Bytes(new byte[9 << 20]));
        byte[] small = Event(null, ScVals.Void);
        using IExtractor extractor = Catalog.Find("contract_events").NewExtractor(MadeLedger.Network, Selection.Everything);

        Should.Throw<LedgerRefusedException>(() => DatasetRows.Of(extractor, new MadeSorobanLedger().Transaction(MetaV4(events: [small])).Transaction(MetaV4(events: [huge])).Xdr()))
            .Message.ShouldStartWith($"ledger {MadeLedger.Sequence}: byte ");
        DatasetRows.Of(extractor, new MadeSorobanLedger().Transaction(MetaV4(events: [small])).Xdr()).Count.ShouldBe(1);
    }

    [Fact]
    public void A_stack_too_small_for_a_value_is_a_ledger_refused_and_no_crash()
    {
        byte[] deep = new MadeSorobanLedger().Transaction(MetaV4(events: [Event(null, ScVals.Void), Event(null, ScVals.Nested(700, ScVals.Void))])).Xdr();
        byte[] flat = new MadeSorobanLedger().Transaction(MetaV4(events: [Event(null, ScVals.Void)])).Xdr();
        Exception? thrown = null;
        int rows = 0;
        var thread = new Thread(() =>
        {
            using IExtractor extractor = Catalog.Find("contract_events").NewExtractor(MadeLedger.Network, Selection.Everything);
            thrown = Record.Exception(() => DatasetRows.Of(extractor, deep));
            rows = DatasetRows.Of(extractor, flat).Count;
        }, maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        thrown.ShouldBeOfType<LedgerRefusedException>();
        rows.ShouldBe(1);
    }

    private static MadeSorobanLedger TwoTransactions(bool firstSucceeds = true) => new MadeSorobanLedger()
        .Transaction(MetaV4(
            [(Nothing, [Event(s_contract, ScVals.Void)]), (Nothing, [Event(s_contract, ScVals.Void), Event(null, ScVals.Void)])],
            [
                EventAt(TransactionEventStage.BeforeAllTxs, Event(s_contract, ScVals.Void)),
                EventAt(TransactionEventStage.AfterTx, Event(s_contract, ScVals.Void)),
                EventAt(TransactionEventStage.AfterAllTxs, Event(s_contract, ScVals.Void)),
            ],
            [Diagnostic(false, Event(null, ScVals.Void))]), succeeded: firstSucceeds)
        .Transaction(MetaV4(transactionEvents:
        [
            EventAt(TransactionEventStage.BeforeAllTxs, Event(s_contract, ScVals.Void)),
            EventAt(TransactionEventStage.AfterAllTxs, Event(s_contract, ScVals.Void)),
        ]));
}
