using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>What an extractor of <c>transactions</c> makes for a selection is what it makes for everything, less what does not match.</summary>
public sealed class TransactionsSelectionTests
{
    private static readonly string[] s_columns = ["ledger_seq", "tx_index", "tx_hash", "source_account", "fee_account", "success"];

    private static readonly Lazy<List<JsonElement>> s_all = new(() => Select(Selection.Everything));

    private static readonly Lazy<ILookup<string, JsonElement>> s_operations = new(() =>
        SelectedRows.Of("operations", Selection.Everything, "tx_hash", "operation_type_name", "source_account").ToLookup(row => row.GetProperty("tx_hash").GetString()!));

    [SkippableFact]
    public void Successful_transactions() =>
        Select(new Selection { SuccessfulOnly = true }).ShouldBeThoseOf(s_all.Value, row => row.GetProperty("success").GetBoolean());

    [SkippableFact]
    public void Transactions_that_have_an_operation_of_some_types() =>
        Select(new Selection { OperationTypes = [OperationType.ChangeTrust, OperationType.CreateAccount] })
            .ShouldBeThoseOf(s_all.Value, row => Operations(row).Any(operation => operation.GetProperty("operation_type_name").GetString() is "change_trust" or "create_account"));

    [SkippableFact]
    public void Transactions_of_an_account_be_it_the_source_the_payer_or_the_source_of_an_operation()
    {
        JsonElement bumped = s_all.Value.First(row => Payer(row) != Source(row));
        JsonElement other = s_all.Value.First(row => Operations(row).Any(operation => Source(operation) != Source(row)));
        string[] accounts = [Source(bumped), Payer(bumped), Source(other), Source(Operations(other).First(operation => Source(operation) != Source(other)))];
        foreach (string account in accounts)
        {
            StrKey.TryDecode(account, out _, out byte[]? key).ShouldBeTrue();
            Select(new Selection { Accounts = new ByteSet(key!) }).ShouldBeThoseOf(s_all.Value, row =>
                Source(row) == account || Payer(row) == account || Operations(row).Any(operation => Source(operation) == account));
        }
    }

    [SkippableFact]
    public void Each_part_of_a_selection_narrows_what_the_others_left() =>
        Select(new Selection { OperationTypes = [OperationType.InvokeHostFunction], SuccessfulOnly = true }).ShouldBeThoseOf(s_all.Value, row =>
            row.GetProperty("success").GetBoolean() && Operations(row).Any(operation => operation.GetProperty("operation_type_name").GetString() == "invoke_host_function"));

    [Fact]
    public void The_dataset_names_the_filters_that_it_knows() =>
        Catalog.Find("transactions").Filters.ShouldBe(["Accounts", "OperationTypes", "SuccessfulOnly"], ignoreOrder: true);

    private static List<JsonElement> Select(Selection selection) => SelectedRows.Of("transactions", selection, s_columns);

    private static IEnumerable<JsonElement> Operations(JsonElement row) => s_operations.Value[row.GetProperty("tx_hash").GetString()!];

    private static string Source(JsonElement row) => row.GetProperty("source_account").GetString()!;

    // A muxed payer counts as the account under it; a V0 envelope has none but its source.
    private static string Payer(JsonElement row)
    {
        if (row.GetProperty("fee_account").GetString() is not string payer) return Source(row);
        StrKey.TryDecode(payer, out _, out byte[]? payload).ShouldBeTrue();
        return StrKey.ToText(StrKeyKind.Account, payload.AsSpan(0, 32));
    }
}
