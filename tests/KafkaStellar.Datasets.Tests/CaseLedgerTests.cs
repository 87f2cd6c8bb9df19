using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows of single ledgers whose bytes the protocol allows and a reader may not expect.</summary>
public sealed class CaseLedgerTests
{
    [SkippableFact]
    public void Operations_whose_texts_are_of_other_bytes_have_other_details()
    {
        List<JsonElement> rows = Rows("operations", "data-names-and-home-domains-same-json-for-different-bytes.xdr");

        rows.Texts("body_xdr").Distinct().Count().ShouldBe(10);
        rows.Texts("operation_data").Select(WithoutValue).Distinct().Count().ShouldBe(10);
    }

    [SkippableFact]
    public void Changes_are_rows_as_they_stand_where_an_entry_is_updated_that_was_not_shown_and_restored_after()
    {
        const string File = "updated-without-state-restored-after.xdr";
        List<JsonElement> changes = Rows("contract_data", File);

        changes.Texts("change_type").ShouldBe(["ledger_entry_updated", "ledger_entry_restored"]);
        changes.Texts("balance").ShouldBe(["5", "5"]);
        Rows("operations", File).Texts("operation_type_name").ShouldBe(["payment"]);
    }

    // The value of each data entry is another, so that the names alone must tell them apart.
    private static string WithoutValue(string? details)
    {
        IEnumerable<JsonProperty> others = JsonElement.Parse(details!).EnumerateObject().Where(field => field.Name != "value");
        return string.Join(',', others);
    }

    private static List<JsonElement> Rows(string dataset, string file)
    {
        HashSet<string> columns = [.. Catalog.Find(dataset).Schema.FieldsList.Select(field => field.Name)];
        return BatchRows.Extract(Catalog.Find(dataset), Network.Of("testnet", null), new RealLedgerFile(SharedFolder.Require("cases", file), LedgerForm.Batch).LedgerCloseMetas(), columns);
    }
}
