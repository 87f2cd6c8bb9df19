using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Every row of <c>operations</c> of every stored ledger against the rows that Stellar's own Go SDK gives.</summary>
public sealed class OperationsReferenceTests
{
    private static readonly ComparedColumn[] s_columns =
    [
        .. new[] { "body_xdr", "op_index", "source_account", "source_account_muxed", "tx_hash", "tx_index" }.Select(ComparedColumn.Same),
        ComparedColumn.Renamed("ledger", "ledger_seq"),
        ComparedColumn.Renamed("result_code", "result_code_name"),
        ComparedColumn.Renamed("result_tr_xdr", "result_xdr"),
        ComparedColumn.Renamed("tx_successful", "tx_success"),
        ComparedColumn.Renamed("type", "operation_type_name"),
        ComparedColumn.Renamed("type_code", "operation_type"),
    ];

    public static TheoryData<string> Sets => [.. RealLedgers.SetsWithReferenceRows];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_rows_of_operations_are_those_of_the_reference(string set)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        IReadOnlyList<JsonElement> expected = Golden.Read(set, "operations");
        HashSet<string> compared = [.. s_columns.Select(column => column.Name)];
        List<JsonElement> actual = BatchRows.Extract(
            Catalog.Find("operations"), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), compared);

        new RowComparison("ledger", "ledger_seq", s_columns).Verify(expected, actual);
        actual.Select(row => Place(row, "ledger_seq")).ShouldBe(expected.Select(row => Place(row, "ledger")));
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Details_and_results_of_every_operation_are_JSON_objects_and_a_result_is_there_where_a_code_is(string set)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        HashSet<string> columns = ["operation_data", "operation_result", "result_code_name"];
        List<JsonElement> rows = BatchRows.Extract(Catalog.Find("operations"), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), columns);

        rows.Count.ShouldBe(Golden.Read(set, "operations").Count);
        foreach (JsonElement row in rows)
        {
            IsObject(row.GetProperty("operation_data").GetString()!).ShouldBeTrue();
            string? result = row.GetProperty("operation_result").GetString();
            (result is null).ShouldBe(row.GetProperty("result_code_name").ValueKind == JsonValueKind.Null);
            if (result is not null) IsObject(result).ShouldBeTrue();
        }
    }

    [SkippableFact]
    public void Every_column_of_the_reference_is_compared()
    {
        JsonElement reference = Golden.Read("pubnet", "operations")[0];

        s_columns.Select(column => column.Name).Distinct().Count().ShouldBe(reference.EnumerateObject().Count());
        s_columns.ShouldAllBe(column => Catalog.Find("operations").Schema.GetFieldIndex(column.Name) >= 0);
    }

    [Fact]
    public void The_columns_of_operations_are_those_that_were_promised() =>
        Catalog.Find("operations").Schema.FieldsList.Select(field => $"{field}").ShouldBe(
        [
            "ledger_seq: uint32", "tx_hash: fixed_size_binary[32]", "tx_index: uint32", "op_index: uint32", "operation_type: uint32",
            "source_account: utf8?", "created_at: timestamp[us, UTC]", "operation_data: utf8", "operation_result: utf8?",
            "operation_type_name: utf8", "source_account_muxed: utf8?", "tx_success: bool", "result_code_name: utf8?", "body_xdr: binary",
            "result_xdr: binary?",
        ]);

    // A name that stands twice would have two values.
    private static bool IsObject(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 10_000, AllowDuplicateProperties = false });
        return document.RootElement.ValueKind == JsonValueKind.Object;
    }

    private static (uint, uint, uint) Place(JsonElement row, string ledger) =>
        (row.GetProperty(ledger).GetUInt32(), row.GetProperty("tx_index").GetUInt32(), row.GetProperty("op_index").GetUInt32());
}
