using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Tests;

public sealed class CatalogTests
{
    [Theory]
    [InlineData("ledgers")]
    [InlineData("transactions")]
    [InlineData("operations")]
    [InlineData("contract_events")]
    [InlineData("contract_data")]
    [InlineData("token_transfers")]
    public void A_dataset_is_found_by_its_name(string name)
    {
        Dataset dataset = Catalog.Find(name);
        using IExtractor extractor = dataset.NewExtractor(MadeLedger.Network, Selection.Everything);

        dataset.Name.ShouldBe(name);
        dataset.Schema.Metadata["dataset"].ShouldBe(name);
        dataset.Schema.Metadata["schema-version"].ShouldBe(dataset.Version);
        extractor.Schema.ShouldBe(dataset.Schema);
    }

    [Fact]
    public void A_name_that_there_is_not_is_refused_with_those_there_are()
    {
        string sentence = Should.Throw<ArgumentException>(() => Catalog.Find("Ledgers")).Message;

        sentence.ShouldContain("no dataset Ledgers");
        foreach (Dataset dataset in Catalog.All) sentence.ShouldContain(dataset.Name);
    }

    [Fact]
    public void Token_transfers_are_made_of_transactions_and_all_else_of_raw_ledgers() =>
        Catalog.All.Where(dataset => dataset.Input is not null).Select(dataset => (dataset.Name, dataset.Input)).ShouldBe([("token_transfers", "transactions")]);

    [Fact]
    public void A_dataset_stands_behind_the_one_it_is_made_of()
    {
        string[] names = [.. Catalog.All.Select(dataset => dataset.Name)];

        foreach (Dataset dataset in Catalog.All.Where(dataset => dataset.Input is not null))
            Array.IndexOf(names, dataset.Input).ShouldBeInRange(0, Array.IndexOf(names, dataset.Name) - 1);
    }

    [Fact]
    public void Every_dataset_has_its_ledger_and_a_name_of_its_own()
    {
        Catalog.All.Select(dataset => dataset.Name).ShouldBeUnique();
        foreach (Dataset dataset in Catalog.All.Where(dataset => dataset.Name != "contract_data"))
            $"{dataset.Schema.GetFieldByIndex(0)}".ShouldBe("ledger_seq: uint32");
        $"{Catalog.Find("contract_data").Schema.GetFieldByName("ledger_sequence")}".ShouldBe("ledger_sequence: uint32");
    }

    [Fact]
    public void The_columns_of_ledgers_are_those_that_were_promised() => Columns("ledgers").ShouldBe(
    [
        "ledger_seq", "ledger_hash", "prev_hash", "closed_at", "protocol_version", "base_fee", "base_reserve", "max_tx_set_size", "tx_count", "op_count",
        "bucket_list_hash?", "bucket_list_size?", "successful_tx_count", "failed_tx_count", "tx_set_op_count", "total_coins", "fee_pool",
        "inflation_seq", "id_pool", "tx_set_hash", "tx_set_result_hash", "soroban_fee_write_1kb?", "upgrade_count", "node_id?", "header_xdr", "close_time_ms?",
        "dropped_tx_set_hash?",
    ]);

    [Fact]
    public void The_columns_of_transactions_are_those_that_were_promised() => Columns("transactions").ShouldBe(
    [
        "ledger_seq", "tx_index", "tx_hash", "source_account", "source_account_sequence", "fee_charged", "max_fee", "operation_count", "success",
        "result_code", "result_xdr?", "envelope_xdr", "memo_type", "memo_data?", "created_at", "result_code_name", "source_account_muxed?",
        "fee_account?", "inner_tx_hash?", "new_max_fee?", "min_time?", "max_time?", "soroban_resource_fee?", "soroban_instructions?",
        "soroban_disk_read_bytes?", "soroban_write_bytes?", "soroban_non_refundable_fee?", "soroban_refundable_fee?", "soroban_rent_fee?",
        "inclusion_fee_charged?", "meta_xdr", "fee_changes_xdr", "post_fee_changes_xdr?", "protocol_version",
    ]);

    [Fact]
    public void The_columns_of_token_transfers_are_those_that_were_promised() => Columns("token_transfers").ShouldBe(
    [
        "ledger_seq", "tx_hash", "event_index", "contract_id", "event_type", "from_account?", "to_account?", "asset_code?", "asset_issuer?", "amount?",
        "memo?", "created_at", "tx_index", "op_index?", "asset_type?", "contract_address", "amount_raw", "to_muxed_type?", "to_muxed?", "event_id",
    ]);

    private static IEnumerable<string> Columns(string dataset) =>
        Catalog.Find(dataset).Schema.FieldsList.Select(field => field.IsNullable ? $"{field.Name}?" : field.Name);
}
