using System.Text.Json;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Each filter over real ledgers: the rows are those of all rows that match, by what the rows themselves say.</summary>
public sealed class ContractSelectionTests
{
    // The contract of the native asset on the public network, which most events are of.
    private static readonly byte[] s_native = Decode("CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA");

    [SkippableFact]
    public void Contract_events_of_a_contract() => Verify(
        "contract_events", new Selection { Contracts = new ByteSet([s_native]) },
        row => row.GetProperty("contract_id").GetString() == Convert.ToHexStringLower(s_native));

    [SkippableFact]
    public void Contract_events_that_name_an_account()
    {
        // The account that most fees name: every row whose JSON, topics or value, has it in an address.
        string account = Rows("contract_events", Selection.Everything)
            .Select(row => JsonDocument.Parse(row.GetProperty("topics_json").GetString()!).RootElement)
            .Where(topics => topics.GetArrayLength() > 1 && topics[1].TryGetProperty("address", out _))
            .GroupBy(topics => topics[1].GetProperty("address").GetString()!).MaxBy(group => group.Count())!.Key;

        Verify("contract_events", new Selection { Accounts = new ByteSet([Decode(account)]) },
            row => (row.GetProperty("topics_json").GetString() + row.GetProperty("value_json").GetString()).Contains($"{{\"address\":\"{account}\"}}", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Contract_events_of_successful_transactions()
    {
        RealLedgerSet set = RealLedgers.Pubnet;
        HashSet<string?> successful = [.. BatchRows.Extract(Catalog.Find("transactions"), new Network(set.Name, set.Passphrase), set.LedgerCloseMetas(), new HashSet<string> { "tx_hash", "success" })
            .Where(row => row.GetProperty("success").GetBoolean()).Select(row => row.GetProperty("tx_hash").GetString())];

        Verify("contract_events", new Selection { SuccessfulOnly = true }, row => successful.Contains(row.GetProperty("tx_hash").GetString()));
    }

    [SkippableFact]
    public void Contract_data_of_a_contract()
    {
        string contract = Most("contract_data", "contract_id");

        Verify("contract_data", new Selection { Contracts = new ByteSet([Decode(contract)]) }, row => row.GetProperty("contract_id").GetString() == contract);
    }

    [SkippableFact]
    public void Contract_data_of_a_holder()
    {
        string holder = Most("contract_data", "balance_holder");

        Verify("contract_data", new Selection { Accounts = new ByteSet([Decode(holder)]) }, row => row.GetProperty("balance_holder").GetString() == holder);
    }

    [SkippableFact]
    public void Contract_data_of_an_asset() => Verify(
        "contract_data", new Selection { Assets = new ByteSet([new XdrWriter().Int32((int)AssetType.Native).Written.ToArray()]) },
        row => Decode(row.GetProperty("contract_id").GetString()!).AsSpan().SequenceEqual(s_native));

    private static void Verify(string dataset, Selection selection, Func<JsonElement, bool> matches)
    {
        List<JsonElement> all = Rows(dataset, Selection.Everything);
        string[] wanted = [.. all.Where(matches).Select(row => row.GetRawText())];

        wanted.Length.ShouldBeInRange(1, all.Count - 1);
        string[] given = [.. Rows(dataset, selection).Select(row => row.GetRawText())];
        given.Length.ShouldBe(wanted.Length);
        for (int row = 0; row < wanted.Length; row++) given[row].ShouldBe(wanted[row]);
    }

    private static string Most(string dataset, string column) => Rows(dataset, Selection.Everything)
        .Select(row => row.GetProperty(column)).Where(cell => cell.ValueKind == JsonValueKind.String)
        .GroupBy(cell => cell.GetString()!).MaxBy(group => group.Count())!.Key;

    private static List<JsonElement> Rows(string dataset, Selection selection)
    {
        RealLedgerSet set = RealLedgers.Pubnet;
        HashSet<string> columns = [.. Catalog.Find(dataset).Schema.FieldsList.Select(field => field.Name)];
        return BatchRows.Extract(Catalog.Find(dataset), new Network(set.Name, set.Passphrase), set.LedgerCloseMetas(), columns, selection);
    }

    private static byte[] Decode(string strKey) => StrKey.TryDecode(strKey, out _, out byte[]? payload) ? payload : throw new ArgumentException(strKey);
}
