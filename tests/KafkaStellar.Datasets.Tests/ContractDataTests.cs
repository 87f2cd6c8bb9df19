using System.Security.Cryptography;
using System.Text.Json;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.ContractEntries;
using static KafkaStellar.Datasets.Tests.MadeSorobanLedger;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows of contract_data of ledgers that were written field by field.</summary>
public sealed class ContractDataTests
{
    private static readonly byte[] s_contract = MadeLedger.Fill(0xC0);
    private static readonly byte[] s_other = MadeLedger.Fill(0xC1);

    [Fact]
    public void The_columns_are_those_that_were_promised() => Catalog.Find("contract_data").Schema.FieldsList.Select(field => $"{field}").ShouldBe(
    [
        "contract_id: utf8", "contract_key_type: utf8", "contract_durability: utf8", "asset_code: utf8?", "asset_issuer: utf8?", "asset_type: utf8?",
        "balance_holder: utf8?", "balance: decimal128(38, 0)?", "last_modified_ledger: uint32", "deleted: bool", "ledger_sequence: uint32",
        "closed_at: timestamp[us, UTC]", "ledger_key_hash: fixed_size_binary[32]?", "key_xdr: binary?", "val_xdr: binary?",
        "contract_instance_type: utf8?", "contract_instance_wasm_hash: fixed_size_binary[32]?", "expiration_ledger_seq: uint32?",
        "change_type: utf8", "tx_hash: fixed_size_binary[32]?", "key_json: utf8", "val_json: utf8",
    ]);

    [Fact]
    public void A_change_is_one_row_with_key_and_value_as_XDR_and_as_JSON()
    {
        MadeSorobanLedger ledger = InOperation(Created(Entry(s_contract, ScVals.Symbol("k"), ScVals.U32(5), ContractDataDurability.Temporary)));
        JsonElement row = DatasetRows.Of("contract_data", ledger.Xdr()).ShouldHaveSingleItem();

        row.GetProperty("contract_id").GetString().ShouldBe(StrKey.ToText(StrKeyKind.Contract, s_contract));
        row.GetProperty("contract_key_type").GetString().ShouldBe("scv_symbol");
        row.GetProperty("contract_durability").GetString().ShouldBe("temporary");
        row.GetProperty("last_modified_ledger").GetUInt32().ShouldBe(LastModified);
        row.GetProperty("ledger_sequence").GetUInt32().ShouldBe(MadeLedger.Sequence);
        row.GetProperty("closed_at").GetUInt64().ShouldBe(MadeLedger.CloseTime * 1_000_000);
        row.GetProperty("ledger_key_hash").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Key(s_contract, ScVals.Symbol("k"), ContractDataDurability.Temporary))));
        row.GetProperty("key_xdr").GetBytesFromBase64().ShouldBe(ScVals.Symbol("k"));
        row.GetProperty("val_xdr").GetBytesFromBase64().ShouldBe(ScVals.U32(5));
        row.GetProperty("tx_hash").GetString().ShouldBe(Convert.ToHexStringLower(ledger.HashOf(0)));
        row.GetProperty("key_json").GetString().ShouldBe("""{"symbol":"k"}""");
        row.GetProperty("val_json").GetString().ShouldBe("""{"u32":5}""");
        foreach (string column in new[] { "asset_code", "asset_issuer", "asset_type", "balance_holder", "balance", "contract_instance_type", "contract_instance_wasm_hash", "expiration_ledger_seq" })
            row.GetProperty(column).ValueKind.ShouldBe(JsonValueKind.Null, column);
    }

    [Fact]
    public void A_removal_has_the_last_value_and_is_deleted()
    {
        IReadOnlyList<JsonElement> rows = DatasetRows.Of("contract_data", InOperation(
            State(Entry(s_contract, ScVals.U32(1), ScVals.U32(10))), Removed(Key(s_contract, ScVals.U32(1))),
            Restored(Entry(s_contract, ScVals.U32(2), ScVals.U32(20))), Removed(Key(s_contract, ScVals.U32(2))),
            State(Entry(s_contract, ScVals.U32(3), ScVals.U32(30))), Updated(Entry(s_contract, ScVals.U32(3), ScVals.U32(31)))).Xdr());

        rows.Texts("change_type").ShouldBe(["ledger_entry_removed", "ledger_entry_restored", "ledger_entry_removed", "ledger_entry_updated"]);
        rows.Raw("deleted").ShouldBe(["true", "false", "true", "false"]);
        rows.Texts("val_json").ShouldBe(["""{"u32":10}""", """{"u32":20}""", """{"u32":20}""", """{"u32":31}"""]);
    }

    [Fact]
    public void An_entry_is_a_row_where_it_is_updated_and_was_not_shown_before_and_where_it_is_restored_after()
    {
        byte[] entry = Entry(s_contract, ScVals.U32(1), ScVals.U32(10));
        IReadOnlyList<JsonElement> rows = DatasetRows.Of("contract_data", InOperation(Updated(entry), Restored(entry)).Xdr());

        rows.Texts("change_type").ShouldBe(["ledger_entry_updated", "ledger_entry_restored"]);
        rows.Texts("val_json").ShouldBe(["""{"u32":10}""", """{"u32":10}"""]);
    }

    [Fact]
    public void A_removal_of_what_was_not_shown_before_refuses_the_ledger()
    {
        byte[] entry = Entry(s_contract, ScVals.U32(1), ScVals.Void);

        Refused(Removed(Key(s_contract, ScVals.U32(1))));
        Refused(State(entry), Removed(Key(s_contract, ScVals.U32(2))));
        Refused(Created(entry), Removed(Key(s_contract, ScVals.U32(1))));
    }

    [Fact]
    public void A_refused_ledger_leaves_no_row_behind()
    {
        using IExtractor extractor = Catalog.Find("contract_data").NewExtractor(MadeLedger.Network, Selection.Everything);
        byte[] entry = Entry(s_contract, ScVals.U32(1), ScVals.Void);
        byte[] refused = new MadeSorobanLedger().Transaction(MetaV4(Changes(Created(entry)))).Transaction(MetaV4(Changes(Removed(Key(s_contract, ScVals.U32(1)))))).Xdr();

        Should.Throw<LedgerRefusedException>(() => DatasetRows.Of(extractor, refused)).LedgerSequence.ShouldBe(MadeLedger.Sequence);
        DatasetRows.Of(extractor, InOperation(Created(entry)).Xdr()).Count.ShouldBe(1);
    }

    [Fact]
    public void The_changes_of_a_list_come_in_the_order_of_their_keys_and_those_of_one_key_in_theirs()
    {
        uint[] keys = [5, 3, 9, 3, 1, 8, 3, 0];
        byte[] changes = Changes([.. keys.Select((key, i) => Created(Entry(s_contract, ScVals.U32(key), ScVals.U32((uint)i))))]);

        DatasetRows.Of("contract_data", new MadeSorobanLedger().Transaction(MetaV4(changes)).Xdr()).Texts("val_json")
            .ShouldBe([.. keys.Select((key, i) => (key, i)).OrderBy(one => one.key).Select(one => $$"""{"u32":{{one.i}}}""")]);
    }

    [Fact]
    public void Changes_come_in_the_order_of_application_fees_of_all_first_and_upgrades_last()
    {
        byte[] List(uint value) => Changes(Created(Entry(s_contract, ScVals.U32(9 - value % 10), ScVals.U32(value))));
        byte[] ledger = new MadeSorobanLedger()
            .Transaction(MetaV4([(List(12), []), (List(13), [])], before: List(11), after: List(14)), feeChanges: List(10), postFeeChanges: List(15))
            .Transaction(MetaV4(List(21)), feeChanges: List(20), postFeeChanges: List(22))
            .Upgrade(List(30)).EvictedKey(Key(s_contract, ScVals.U32(99))).Xdr();
        IReadOnlyList<JsonElement> rows = DatasetRows.Of("contract_data", ledger, Selection.Of(evictions: true));

        rows.Texts("val_json").ShouldBe([.. new[] { 10, 20, 11, 12, 13, 14, 21, 15, 22, 30 }.Select(value => $$"""{"u32":{{value}}}"""), "null"]);
        rows.Raw("tx_hash").TakeLast(2).ShouldBe(["null", "null"]);
    }

    [Fact]
    public void An_evicted_entry_is_told_where_asked_for_deleted_and_with_its_value_only_where_the_ledger_has_it()
    {
        byte[] gone = Key(s_contract, ScVals.U32(1), ContractDataDurability.Temporary);
        byte[] ledger = new MadeSorobanLedger().EvictedKey(gone).EvictedKey(TtlKey(SHA256.HashData(gone))).EvictedEntry(Entry(s_contract, ScVals.U32(2), ScVals.U32(20))).Xdr(version: 1);
        IReadOnlyList<JsonElement> rows = DatasetRows.Of("contract_data", ledger, Selection.Of(evictions: true));

        DatasetRows.Of("contract_data", ledger).ShouldBeEmpty();
        rows.Texts("change_type").ShouldBe(["ledger_entry_evicted", "ledger_entry_evicted"]);
        rows.Raw("deleted").ShouldBe(["true", "true"]);
        rows.Raw("last_modified_ledger").ShouldBe([$"{MadeLedger.Sequence}", $"{LastModified}"]);
        rows.Texts("key_json").ShouldBe(["""{"u32":1}""", """{"u32":2}"""]);
        rows.Texts("val_json").ShouldBe(["null", """{"u32":20}"""]);
        rows[0].GetProperty("val_xdr").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[0].GetProperty("ledger_key_hash").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(gone)));
    }

    [Fact]
    public void An_entrys_expiration_is_what_the_ledger_told_last_of_it()
    {
        byte[] key = SHA256.HashData(Key(s_contract, ScVals.U32(1)));
        byte[] entry = Entry(s_contract, ScVals.U32(1), ScVals.Void);
        byte[] ledger = new MadeSorobanLedger()
            .Transaction(MetaV4(Changes(State(entry), Updated(entry))))
            .Transaction(MetaV4(Changes(State(entry), Updated(entry), State(Ttl(key, 5000)), Updated(Ttl(key, 6000)), Created(Ttl(MadeLedger.Fill(1), 1)))))
            .Transaction(MetaV4(Changes(State(entry), Updated(entry))))
            .Transaction(MetaV4(Changes(State(entry), Removed(Key(s_contract, ScVals.U32(1))), State(Ttl(key, 7000)), Removed(TtlKey(key))))).Xdr();

        DatasetRows.Of("contract_data", ledger).Raw("expiration_ledger_seq").ShouldBe(["null", "6000", "6000", "7000"]);
    }

    [Fact]
    public void An_expiration_is_forgotten_with_its_ledger()
    {
        byte[] key = SHA256.HashData(Key(s_contract, ScVals.U32(1)));
        byte[] entry = Entry(s_contract, ScVals.U32(1), ScVals.Void);
        using IExtractor extractor = Catalog.Find("contract_data").NewExtractor(MadeLedger.Network, Selection.Everything);

        DatasetRows.Of(extractor, InOperation(Created(entry), Created(Ttl(key, 6000))).Xdr()).Raw("expiration_ledger_seq").ShouldBe(["6000"]);
        DatasetRows.Of(extractor, InOperation(State(entry), Updated(entry)).Xdr()).Raw("expiration_ledger_seq").ShouldBe(["null"]);
    }

    [Fact]
    public void An_instance_tells_what_it_runs()
    {
        byte[] key = ScVals.Of(SCValType.LedgerKeyContractInstance);
        IReadOnlyList<JsonElement> rows = DatasetRows.Of("contract_data", InOperation(
            Created(Entry(s_contract, key, ScVals.Instance(MadeLedger.Fill(0xAB)))), Created(Entry(s_other, key, ScVals.Instance(null)))).Xdr());

        rows.Texts("contract_key_type").ShouldAllBe(type => type == "scv_ledger_key_contract_instance");
        rows.Texts("contract_instance_type").ShouldBe(["contract_executable_wasm", "contract_executable_stellar_asset"]);
        rows.Texts("contract_instance_wasm_hash").ShouldBe([Convert.ToHexStringLower(MadeLedger.Fill(0xAB)), null]);
    }

    [Fact]
    public void Only_the_entries_of_a_selected_contract_are_given() =>
        DatasetRows.Of("contract_data", InOperation(Created(Entry(s_contract, ScVals.U32(1), ScVals.Void)), Created(Entry(s_other, ScVals.U32(2), ScVals.Void))).Xdr(),
            new Selection { Contracts = new ByteSet([s_other]) }).Texts("key_json").ShouldBe(["""{"u32":2}"""]);

    [Fact]
    public void Values_nested_a_thousand_deep_are_rows() =>
        DatasetRows.Of("contract_data", InOperation(Created(Entry(s_contract, ScVals.Nested(1_000, ScVals.Void), ScVals.Nested(1_000, ScVals.Void)))).Xdr()).Count.ShouldBe(1);

    [Fact]
    public void Values_too_large_to_be_a_networks_are_refused() =>
        Refused(Created(Entry(s_contract, ScVals.Void, ScVals.Bytes(new byte[9 << 20]))));

    private static MadeSorobanLedger InOperation(params (LedgerEntryChangeType Type, byte[] Entry)[] changes) =>
        new MadeSorobanLedger().Transaction(MetaV4(Changes(changes)));

    private static void Refused(params (LedgerEntryChangeType Type, byte[] Entry)[] changes) =>
        Should.Throw<LedgerRefusedException>(() => DatasetRows.Of("contract_data", InOperation(changes).Xdr())).Message.ShouldStartWith($"ledger {MadeLedger.Sequence}: byte ");
}
