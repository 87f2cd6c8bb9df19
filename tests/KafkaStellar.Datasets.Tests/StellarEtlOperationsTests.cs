using System.Text.Json;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Every row of <c>operations</c> of the sets that stellar-etl has told, against its columns; the details have tests of their own.</summary>
[Collection(StellarEtlCollection.Name)]
public sealed class StellarEtlOperationsTests(StellarEtlOperations operations)
{
    private static readonly ComparedColumn[] s_columns =
    [
        ComparedColumn.Renamed("ledger_sequence", "ledger_seq"),
        ComparedColumn.Same("source_account"),
        ComparedColumn.Renamed("type", "operation_type"),
        ComparedColumn.Renamed("type_string", "operation_type_name"),
        new("id", row => row.GetProperty("id").GetInt64(), row => IdOf(row) | row.GetProperty("op_index").GetUInt32()),
        new("transaction_id", row => row.GetProperty("transaction_id").GetInt64(), row => IdOf(row)),
        new("closed_at", row => StellarEtlLedger.Microseconds(row.GetProperty("closed_at")), row => row.GetProperty("created_at").GetInt64()),
        new("source_account_muxed", row => row.TryGetProperty("source_account_muxed", out JsonElement muxed) ? muxed.GetString() : null, row => row.GetProperty("source_account_muxed").GetString()),
        new("operation_result_code", row => XdrName(row, "operation_result_code"), row => row.GetProperty("result_code_name").GetString()),
        new("operation_trace_code", row => XdrName(row, "operation_trace_code"), TraceOf),
    ];

    // What the rows hold: what is compared here, by what they are joined, and the details, of which details_json would be a copy.
    private static readonly string[] s_given =
    [
        "closed_at", "id", "ledger_sequence", "operation_result_code", "operation_trace_code", "source_account", "source_account_muxed",
        "transaction_id", "type", "type_string",
        "ledger", "op_index", "tx_hash", "tx_index",
        "details", "details_json",
    ];

    public static TheoryData<string> Sets => [.. RealLedgers.SetsWithEtlRows];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Every_column_that_stellar_etl_gives_is_ours(string set)
    {
        (JsonElement Theirs, JsonElement Ours)[] told = [.. operations.ToldOf(set)];

        told.SelectMany(pair => pair.Theirs.EnumerateObject()).Select(column => column.Name).Distinct().ShouldBeSubsetOf(s_given);
        new RowComparison("ledger", "ledger_seq", s_columns).Verify([.. told.Select(pair => pair.Theirs)], [.. told.Select(pair => pair.Ours)]);
    }

    [SkippableFact]
    public void Every_type_of_operation_is_among_them() =>
        RealLedgers.SetsWithEtlRows.SelectMany(set => operations.ToldOf(set)).Select(pair => pair.Ours.GetProperty("operation_type").GetInt32()).Distinct()
            .ShouldBe(Enum.GetValues<OperationType>().Select(type => (int)type), ignoreOrder: true);

    // The network tells of the pool where a deposit succeeded; made-up ledgers need not. Such an operation is a row of ours all the same.
    [SkippableFact]
    public void What_stellar_etl_refuses_are_deposits_that_succeeded_with_no_change_of_their_pool_and_nothing_moved()
    {
        (JsonElement Theirs, JsonElement Ours)[] refused = [.. RealLedgers.SetsWithEtlRows.SelectMany(set => operations.Of(set)).Where(pair => StellarEtlOperations.IsRefused(pair.Theirs))];

        refused.Length.ShouldBe(34);
        refused.ShouldAllBe(pair => pair.Theirs.GetProperty("error").GetString() == "liquidity pool change not found");
        foreach ((_, JsonElement ours) in refused)
        {
            JsonElement details = JsonElement.Parse(ours.GetProperty("operation_data").GetString()!);
            ours.GetProperty("operation_type_name").GetString().ShouldBe("liquidity_pool_deposit");
            ours.GetProperty("tx_success").GetBoolean().ShouldBeTrue();
            details.TryGetProperty("reserve_a_asset_type", out _).ShouldBeFalse();
            details.GetProperty("shares_received").GetString().ShouldBe("0.0000000");
        }
    }

    // SEP-35, with operation 0.
    private static long IdOf(JsonElement row) => (long)row.GetProperty("ledger_seq").GetUInt32() << 32 | (long)row.GetProperty("tx_index").GetUInt32() << 12;

    private static string? XdrName(JsonElement row, string column) =>
        row.GetProperty(column).GetString() is { Length: > 0 } name ? StellarEtlLedger.XdrName(name, "ResultCode") : null;

    private static string? TraceOf(JsonElement row) =>
        row.GetProperty("result_code_name").GetString() == "op_inner" ? JsonElement.Parse(row.GetProperty("operation_result").GetString()!).GetProperty("code").GetString() : null;
}
