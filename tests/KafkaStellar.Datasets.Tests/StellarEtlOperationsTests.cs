using System.Globalization;
using System.Text.Json;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows of <c>operations</c> against those of stellar-etl, in every field that both have.</summary>
public sealed class StellarEtlOperationsTests
{
    // Where we differ on purpose, and why.
    private static readonly Dictionary<string, string> s_notOurs = new()
    {
        ["asset_id"] = "a FarmHash of code, issuer and type, by which BigQuery joins; it follows from the three",
        ["buying_asset_id"] = "as asset_id",
        ["selling_asset_id"] = "as asset_id",
        ["source_asset_id"] = "as asset_id",
    };

    // Floating-point in stellar-etl, decimal text with seven digits here: an amount is exact.
    private static readonly string[] s_decimals = ["amount", "price", "source_max"];

    // What the rows hold beside the details; each is compared below.
    private static readonly string[] s_columns =
    [
        "closed_at", "details", "details_json", "id", "ledger_sequence", "operation_result_code", "operation_trace_code", "source_account",
        "transaction_id", "type", "type_string",
    ];

    [SkippableFact]
    public void Every_detail_that_stellar_etl_gives_is_ours_or_is_listed_with_its_reason()
    {
        Dictionary<long, JsonElement> rows = StellarEtlLedger.Rows("operations");
        foreach ((long id, JsonElement golden) in StellarEtlLedger.Golden("ops"))
        {
            JsonElement details = Details(rows[id]);
            JsonProperty[] known = [.. golden.GetProperty("details").EnumerateObject().Where(detail => !s_notOurs.ContainsKey(detail.Name))];

            details.EnumerateObject().Select(detail => detail.Name).ShouldBe(known.Select(detail => detail.Name), ignoreOrder: true);
            foreach (JsonProperty detail in known) Compare(detail, details.GetProperty(detail.Name));
        }
    }

    [SkippableFact]
    public void Every_column_that_stellar_etl_gives_is_ours()
    {
        Dictionary<long, JsonElement> golden = StellarEtlLedger.Golden("ops");
        Dictionary<long, JsonElement> rows = StellarEtlLedger.Rows("operations");

        rows.Keys.ShouldBe(golden.Keys, ignoreOrder: true);
        golden.Values.SelectMany(row => row.EnumerateObject()).Select(column => column.Name).Distinct().ShouldBe(s_columns, ignoreOrder: true);
        foreach ((long id, JsonElement row) in golden) Compare(row, rows[id]);
    }

    [SkippableFact]
    public void What_is_listed_as_not_ours_is_given_by_stellar_etl()
    {
        HashSet<string> given = [.. StellarEtlLedger.Golden("ops").Values.SelectMany(row => row.GetProperty("details").EnumerateObject()).Select(detail => detail.Name)];

        s_notOurs.Keys.ShouldBeSubsetOf(given);
        s_decimals.ShouldBeSubsetOf(given);
    }

    private static void Compare(JsonElement golden, JsonElement row)
    {
        row.GetProperty("ledger_seq").GetUInt32().ShouldBe(golden.GetProperty("ledger_sequence").GetUInt32());
        row.GetProperty("created_at").GetInt64().ShouldBe(StellarEtlLedger.Microseconds(golden.GetProperty("closed_at")));
        row.GetProperty("source_account").GetString().ShouldBe(golden.GetProperty("source_account").GetString());
        row.GetProperty("operation_type").GetInt32().ShouldBe(golden.GetProperty("type").GetInt32());
        row.GetProperty("operation_type_name").GetString().ShouldBe(golden.GetProperty("type_string").GetString());
        row.GetProperty("result_code_name").GetString().ShouldBe(StellarEtlLedger.XdrName(golden.GetProperty("operation_result_code").GetString()!, "ResultCode"));
        Result(row).GetProperty("code").GetString().ShouldBe(StellarEtlLedger.XdrName(golden.GetProperty("operation_trace_code").GetString()!, "ResultCode"));
        golden.GetProperty("transaction_id").GetInt64().ShouldBe(golden.GetProperty("id").GetInt64() & ~0xFFF);
        golden.GetProperty("details_json").GetRawText().ShouldBe(golden.GetProperty("details").GetRawText());
    }

    private static void Compare(JsonProperty golden, JsonElement ours)
    {
        if (s_decimals.Contains(golden.Name))
        {
            string text = ours.GetString()!;
            text.Split('.')[1].Length.ShouldBe(7);
            double.Parse(text, CultureInfo.InvariantCulture).ShouldBe(golden.Value.GetDouble());
        }
        else if (golden.Name == "path")
        {
            Path(ours).ShouldBe(Path(golden.Value));
        }
        else
        {
            JsonElement.DeepEquals(ours, golden.Value).ShouldBeTrue($"{golden.Name}: {ours.GetRawText()} is not {golden.Value.GetRawText()}");
        }
    }

    // The native asset has no code and no issuer: stellar-etl writes them empty, we leave them out.
    private static IEnumerable<string> Path(JsonElement path) => path.EnumerateArray().Select(asset => string.Join(' ',
        asset.EnumerateObject().Where(part => part.Value.GetString() != "").OrderBy(part => part.Name, StringComparer.Ordinal)));

    private static JsonElement Details(JsonElement row) => JsonElement.Parse(row.GetProperty("operation_data").GetString()!);

    private static JsonElement Result(JsonElement row) => JsonElement.Parse(row.GetProperty("operation_result").GetString()!);
}
