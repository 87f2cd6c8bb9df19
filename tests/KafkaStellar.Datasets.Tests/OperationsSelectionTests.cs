using System.Text;
using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>What an extractor of <c>operations</c> makes for a selection is what it makes for everything, less what does not match.</summary>
public sealed class OperationsSelectionTests
{
    private const string Usdc = "USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN";

    private static readonly string[] s_columns = ["ledger_seq", "tx_index", "op_index", "operation_type_name", "source_account", "tx_success", "operation_data"];

    // Under these names the details hold accounts that the body names; issuers, sponsors and whom an event tells of stand under others.
    private static readonly string[] s_accounts =
        ["account", "into", "to", "trustor", "destination", "inflation_dest", "sponsored_id", "account_id", "data_account_id", "trustline_account_id", "signer_account_id", "address"];

    private static readonly Lazy<List<JsonElement>> s_all = new(() => Select(Selection.Everything));

    [SkippableFact]
    public void Operations_of_successful_transactions() =>
        Select(new Selection { SuccessfulOnly = true }).ShouldBeThoseOf(s_all.Value, row => row.GetProperty("tx_success").GetBoolean());

    [SkippableFact]
    public void Operations_of_some_types() =>
        Select(new Selection { OperationTypes = [OperationType.ChangeTrust, OperationType.InvokeHostFunction] })
            .ShouldBeThoseOf(s_all.Value, row => row.GetProperty("operation_type_name").GetString() is "change_trust" or "invoke_host_function");

    [SkippableFact]
    public void Operations_of_an_account_be_it_the_source_or_named_by_the_body()
    {
        foreach (string account in Participants())
        {
            Select(new Selection { Accounts = new ByteSet(KeyOf(account, StrKeyKind.Account)) })
                .ShouldBeThoseOf(s_all.Value, row => row.GetProperty("source_account").GetString() == account || NamesAccount(row, account));
        }
    }

    [SkippableFact]
    public void Operations_with_an_asset()
    {
        Select(new Selection { Assets = new ByteSet(AssetXdr(Usdc)) }).ShouldBeThoseOf(s_all.Value, row => NamesAsset(row, Usdc));
        Select(new Selection { Assets = new ByteSet(new byte[4]) }).ShouldBeThoseOf(s_all.Value, row => NamesAsset(row, "native"));
        Select(new Selection { Assets = new ByteSet(AssetXdr(Usdc), new byte[4]) })
            .ShouldBeThoseOf(s_all.Value, row => NamesAsset(row, Usdc) || NamesAsset(row, "native"));
    }

    [SkippableFact]
    public void Calls_of_a_contract()
    {
        string contract = s_all.Value.Where(IsInvocation).Select(row => Details(row).GetProperty("contract_id").GetString()!)
            .GroupBy(id => id).MaxBy(calls => calls.Count())!.Key;

        Select(new Selection { Contracts = new ByteSet(KeyOf(contract, StrKeyKind.Contract)) })
            .ShouldBeThoseOf(s_all.Value, row => IsInvocation(row) && Details(row).GetProperty("contract_id").GetString() == contract);
    }

    [SkippableFact]
    public void Each_part_of_a_selection_narrows_what_the_others_left() =>
        Select(new Selection { Assets = new ByteSet(AssetXdr(Usdc)), OperationTypes = [OperationType.Payment], SuccessfulOnly = true })
            .ShouldBeThoseOf(s_all.Value, row =>
                NamesAsset(row, Usdc) && row.GetProperty("operation_type_name").GetString() == "payment" && row.GetProperty("tx_success").GetBoolean());

    [Fact]
    public void The_dataset_names_the_filters_that_it_knows() =>
        Catalog.Find("operations").Filters.ShouldBe(["Accounts", "Assets", "Contracts", "OperationTypes", "SuccessfulOnly"], ignoreOrder: true);

    private static List<JsonElement> Select(Selection selection) => SelectedRows.Of("operations", selection, s_columns);

    // An account of each type of operation that names one, and the busiest source.
    private static HashSet<string> Participants() =>
    [
        s_all.Value.GroupBy(row => row.GetProperty("source_account").GetString()!).MaxBy(rows => rows.Count())!.Key,
        .. s_all.Value.Select(row => (Type: row.GetProperty("operation_type_name").GetString(), Account: Accounts(row).FirstOrDefault()))
            .Where(named => named.Account is not null).DistinctBy(named => named.Type).Select(named => named.Account!),
    ];

    private static bool NamesAccount(JsonElement row, string account) => Accounts(row).Contains(account);

    private static IEnumerable<string> Accounts(JsonElement row)
    {
        JsonElement details = Details(row);
        IEnumerable<string> found = details.EnumerateObject().Where(detail => s_accounts.Contains(detail.Name)).Select(detail => detail.Value.GetString()!);
        if (details.TryGetProperty("claimants", out JsonElement claimants))
            found = found.Concat(claimants.EnumerateArray().Select(claimant => claimant.GetProperty("destination").GetString()!));
        if (row.GetProperty("operation_type_name").GetString() == "clawback") found = found.Append(details.GetProperty("from").GetString()!);
        if (details.TryGetProperty("parameters_decoded", out JsonElement parameters))
        {
            found = found.Concat(parameters.EnumerateArray().Where(parameter => parameter.GetProperty("type").GetString() == "Address")
                .Select(parameter => parameter.GetProperty("value").GetProperty("address").GetString()!).Where(address => address[0] == 'G'));
        }

        return found;
    }

    private static bool NamesAsset(JsonElement row, string asset)
    {
        JsonElement details = Details(row);
        string[] canonical = ["asset", "trustline_asset"];
        return canonical.Any(name => details.TryGetProperty(name, out JsonElement value) && value.GetString() == asset)
            || new[] { "", "source_", "buying_", "selling_" }.Any(prefix => AssetOf(details, prefix) == asset)
            || (details.TryGetProperty("path", out JsonElement path) && path.EnumerateArray().Any(hop => AssetOf(hop, "") == asset));
    }

    private static string? AssetOf(JsonElement details, string prefix)
    {
        if (!details.TryGetProperty($"{prefix}asset_type", out JsonElement type)) return null;
        return type.GetString() == "native" ? "native"
            : details.TryGetProperty($"{prefix}asset_code", out JsonElement code) ? $"{code.GetString()}:{details.GetProperty($"{prefix}asset_issuer").GetString()}" : null;
    }

    private static bool IsInvocation(JsonElement row) => row.GetProperty("operation_type_name").GetString() == "invoke_host_function"
        && Details(row).GetProperty("type").GetString() == "invoke_contract";

    private static JsonElement Details(JsonElement row) => JsonElement.Parse(row.GetProperty("operation_data").GetString()!);

    private static byte[] KeyOf(string strkey, StrKeyKind kind)
    {
        StrKey.TryDecode(strkey, out StrKeyKind found, out byte[]? payload).ShouldBeTrue();
        found.ShouldBe(kind);
        return payload!;
    }

    private static byte[] AssetXdr(string asset)
    {
        string[] parts = asset.Split(':');
        return new XdrWriter().Int32((int)AssetType.CreditAlphanum4).Opaque(Encoding.ASCII.GetBytes(parts[0].PadRight(4, '\0')))
            .Int32(0).Opaque(KeyOf(parts[1], StrKeyKind.Account)).Written.ToArray();
    }
}
