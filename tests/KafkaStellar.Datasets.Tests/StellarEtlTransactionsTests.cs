using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows of <c>transactions</c> against those of stellar-etl, in every field that both have.</summary>
public sealed class StellarEtlTransactionsTests
{
    // Where we differ on purpose, and why.
    private static readonly Dictionary<string, string> s_notOurs = new()
    {
        ["extra_signers"] = "in envelope_xdr; no column of ours",
        ["inclusion_fee_bid"] = "max_fee less soroban_resource_fee; no column of ours",
        ["inclusion_fee_charged"] = "0 in stellar-etl for every classic transaction; ours is what the Go SDK derives, the fee for each operation",
        ["ledger_bounds"] = "in envelope_xdr; no column of ours",
        ["min_account_sequence"] = "in envelope_xdr; no column of ours",
        ["min_account_sequence_age"] = "in envelope_xdr; no column of ours",
        ["min_account_sequence_ledger_gap"] = "in envelope_xdr; no column of ours",
        ["resource_fee_refund"] = "in meta_xdr and post_fee_changes_xdr; no column of ours",
        ["soroban_resources_archived_entries"] = "in envelope_xdr; no column of ours",
        ["tx_signers"] = "signatures read as if they were keys; no column of ours",
    };

    // What a classic transaction has none of is 0 in stellar-etl and null here.
    private static readonly (string Golden, string Ours)[] s_soroban =
    [
        ("non_refundable_resource_fee_charged", "soroban_non_refundable_fee"), ("refundable_resource_fee_charged", "soroban_refundable_fee"),
        ("rent_fee_charged", "soroban_rent_fee"), ("resource_fee", "soroban_resource_fee"),
        ("soroban_resources_disk_read_bytes", "soroban_disk_read_bytes"), ("soroban_resources_instructions", "soroban_instructions"),
        ("soroban_resources_read_bytes", "soroban_disk_read_bytes"), ("soroban_resources_write_bytes", "soroban_write_bytes"),
    ];

    private static readonly (string Golden, string Ours)[] s_same =
    [
        ("account", "source_account"), ("account_sequence", "source_account_sequence"), ("fee_charged", "fee_charged"), ("ledger_sequence", "ledger_seq"),
        ("max_fee", "max_fee"), ("operation_count", "operation_count"), ("successful", "success"), ("transaction_hash", "tx_hash"),
        ("tx_envelope", "envelope_xdr"), ("tx_fee_meta", "fee_changes_xdr"), ("tx_meta", "meta_xdr"), ("tx_result", "result_xdr"),
    ];

    private static readonly string[] s_normalised = ["closed_at", "created_at", "id", "memo", "memo_type", "time_bounds", "transaction_result_code"];

    [SkippableFact]
    public void Every_column_that_stellar_etl_gives_is_ours_or_is_listed_with_its_reason()
    {
        Dictionary<long, JsonElement> golden = StellarEtlLedger.Golden();
        Dictionary<long, JsonElement> rows = StellarEtlLedger.Rows();

        rows.Keys.ShouldBe(golden.Keys, ignoreOrder: true);
        golden.Values.SelectMany(row => row.EnumerateObject()).Select(column => column.Name).Distinct().ShouldBe(
            [.. s_same.Select(pair => pair.Golden), .. s_soroban.Select(pair => pair.Golden), .. s_normalised, .. s_notOurs.Keys], ignoreOrder: true);
        foreach ((long id, JsonElement row) in golden) Compare(row, rows[id]);
    }

    private static void Compare(JsonElement golden, JsonElement row)
    {
        foreach ((string theirs, string ours) in s_same) row.GetProperty(ours).GetRawText().ShouldBe(golden.GetProperty(theirs).GetRawText(), ours);
        foreach ((string theirs, string ours) in s_soroban)
        {
            golden.GetProperty(theirs).GetInt64().ShouldBe(0);
            row.GetProperty(ours).ValueKind.ShouldBe(JsonValueKind.Null, ours);
        }

        row.GetProperty("created_at").GetInt64().ShouldBe(StellarEtlLedger.Microseconds(golden.GetProperty("closed_at")));
        row.GetProperty("created_at").GetInt64().ShouldBe(StellarEtlLedger.Microseconds(golden.GetProperty("created_at")));
        row.GetProperty("result_code_name").GetString().ShouldBe(StellarEtlLedger.XdrName(golden.GetProperty("transaction_result_code").GetString()!, "ResultCode"));
        Memo(row).ShouldBe((golden.GetProperty("memo_type").GetString(), golden.GetProperty("memo").GetString()));
        TimeBounds(row).ShouldBe(golden.GetProperty("time_bounds").GetString());
    }

    private static (string, string) Memo(JsonElement row)
    {
        byte[] bytes = row.GetProperty("memo_data").ValueKind == JsonValueKind.Null ? [] : row.GetProperty("memo_data").GetBytesFromBase64();
        return row.GetProperty("memo_type").GetUInt32() switch
        {
            0 => ("MemoTypeMemoNone", ""),
            1 => ("MemoTypeMemoText", Encoding.UTF8.GetString(bytes)),
            2 => ("MemoTypeMemoId", $"{BinaryPrimitives.ReadUInt64BigEndian(bytes)}"),
            _ => throw new NotSupportedException("The ledger holds no memo of another type."),
        };
    }

    // A maximum of 0 is none.
    private static string TimeBounds(JsonElement row)
    {
        if (row.GetProperty("min_time").ValueKind == JsonValueKind.Null) return "";
        ulong max = row.GetProperty("max_time").GetUInt64();
        return $"[{row.GetProperty("min_time").GetUInt64()},{(max == 0 ? "" : max)})";
    }
}
