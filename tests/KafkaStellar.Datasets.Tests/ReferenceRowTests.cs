using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Every row of every stored ledger against the rows that Stellar's own Go SDK gives.</summary>
public sealed class ReferenceRowTests
{
    private static readonly string[] s_memoTypes = ["memo_none", "memo_text", "memo_id", "memo_hash", "memo_return"];

    private static readonly ComparedColumn[] s_ledgers =
    [
        .. new[] { "base_fee", "base_reserve", "bucket_list_hash", "fee_pool", "id_pool", "inflation_seq", "max_tx_set_size", "protocol_version",
            "soroban_fee_write_1kb", "total_coins", "tx_set_hash", "tx_set_result_hash", "upgrade_count" }.Select(ComparedColumn.Same),
        ComparedColumn.Renamed("failed_transaction_count", "failed_tx_count"),
        ComparedColumn.Renamed("hash", "ledger_hash"),
        ComparedColumn.Renamed("operation_count", "op_count"),
        ComparedColumn.Renamed("previous_hash", "prev_hash"),
        ComparedColumn.Renamed("sequence", "ledger_seq"),
        ComparedColumn.Renamed("successful_transaction_count", "successful_tx_count"),
        ComparedColumn.Renamed("total_byte_size_of_live_soroban_state", "bucket_list_size"),
        ComparedColumn.Renamed("transaction_count", "tx_count"),
        ComparedColumn.Renamed("tx_set_operation_count", "tx_set_op_count"),
        ComparedColumn.Normalised("closed_at", "closed_at", normaliseExpected: seconds => (decimal)seconds! * 1_000_000),
        SinceProtocol28("close_time_ms"),
        SinceProtocol28("dropped_tx_set_hash"),
    ];

    private static readonly ComparedColumn[] s_transactions =
    [
        .. new[] { "envelope_xdr", "fee_account", "fee_charged", "inclusion_fee_charged", "inner_tx_hash", "max_fee", "max_time", "min_time",
            "new_max_fee", "operation_count", "result_xdr", "soroban_disk_read_bytes", "soroban_instructions", "soroban_non_refundable_fee",
            "soroban_refundable_fee", "soroban_rent_fee", "soroban_resource_fee", "soroban_write_bytes", "source_account",
            "source_account_muxed", "tx_hash", "tx_index" }.Select(ComparedColumn.Same),
        ComparedColumn.Renamed("account_sequence", "source_account_sequence"),
        ComparedColumn.Renamed("ledger", "ledger_seq"),
        ComparedColumn.Renamed("result_code", "result_code_name"),
        ComparedColumn.Renamed("successful", "success"),
        ComparedColumn.Normalised("memo_type", "memo_type", normaliseActual: type => s_memoTypes[(int)(decimal)type!]),
        new("memo_data", row => ComparedColumn.Value(row, "memo"), MemoText),
    ];

    // What the reference has and no column of ours: what follows from other columns, and the net fee, which design §5 leaves out.
    private static readonly string[] s_notOurs = ["envelope_type", "fee_charged_net", "is_soroban", "meta_version"];

    public static TheoryData<string> Sets => [.. RealLedgers.SetsWithReferenceRows];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_rows_of_ledgers_are_those_of_the_reference(string set) => Verify(set, "ledgers", "sequence", s_ledgers);

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_rows_of_transactions_are_those_of_the_reference(string set) => Verify(set, "transactions", "ledger", s_transactions);

    [SkippableTheory]
    [InlineData("ledgers")]
    [InlineData("transactions")]
    public void Every_column_of_the_reference_is_compared(string dataset)
    {
        JsonElement reference = Golden.Read("p30", dataset)[0];
        ComparedColumn[] columns = dataset == "ledgers" ? s_ledgers : s_transactions;
        int known = reference.EnumerateObject().Count(column => !s_notOurs.Contains(column.Name));

        columns.Select(column => column.Name).Distinct().Count().ShouldBe(known);
        columns.ShouldAllBe(column => Catalog.Find(dataset).Schema.GetFieldIndex(column.Name) >= 0);
    }

    private static void Verify(string set, string dataset, string ledgerOfReference, ComparedColumn[] columns)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        IReadOnlyList<JsonElement> expected = Golden.Read(set, dataset);
        HashSet<string> compared = [.. columns.Select(column => column.Name)];
        List<JsonElement> actual = BatchRows.Extract(Catalog.Find(dataset), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), compared);

        new RowComparison(ledgerOfReference, "ledger_seq", columns).Verify(expected, actual);
        actual.Select(Place).ShouldBe(expected.Select(row => (row.GetProperty(ledgerOfReference).GetUInt32(), Index(row))));
    }

    // The rows of older sets do not have the column: there it is null.
    private static ComparedColumn SinceProtocol28(string name) =>
        new(name, row => row.TryGetProperty(name, out _) ? ComparedColumn.Value(row, name) : null, row => ComparedColumn.Value(row, name));

    // The order of the whole table, which the comparison ledger by ledger does not look at.
    private static (uint, uint) Place(JsonElement row) => (row.GetProperty("ledger_seq").GetUInt32(), Index(row));

    private static uint Index(JsonElement row) => row.TryGetProperty("tx_index", out JsonElement index) ? index.GetUInt32() : 0;

    // The reference has the memo as text; we have it as bytes.
    private static object? MemoText(JsonElement row)
    {
        if (row.GetProperty("memo_data").ValueKind == JsonValueKind.Null) return "";
        byte[] bytes = row.GetProperty("memo_data").GetBytesFromBase64();
        return s_memoTypes[row.GetProperty("memo_type").GetInt32()] switch
        {
            "memo_text" => Encoding.UTF8.GetString(bytes),
            "memo_id" => BinaryPrimitives.ReadUInt64BigEndian(bytes).ToString(CultureInfo.InvariantCulture),
            _ => Convert.ToBase64String(bytes),
        };
    }
}
