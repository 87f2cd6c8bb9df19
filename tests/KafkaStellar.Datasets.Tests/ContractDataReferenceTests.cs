using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Every change to contract data in every stored ledger against the rows that Stellar's own Go SDK gives.</summary>
public sealed class ContractDataReferenceTests
{
    private static readonly ComparedColumn[] s_columns =
    [
        .. new[] { "deleted", "key_xdr", "val_xdr" }.Select(ComparedColumn.Same),
        ComparedColumn.Renamed("change", "change_type"),
        ComparedColumn.Renamed("contract", "contract_id"),
        ComparedColumn.Renamed("durability", "contract_durability"),
        ComparedColumn.Renamed("last_modified_ledger_seq", "last_modified_ledger"),
        ComparedColumn.Renamed("ledger", "ledger_sequence"),
    ];

    public static TheoryData<string> Sets => [.. RealLedgers.SetsWithReferenceRows.Except(["fuzz"])];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_rows_of_contract_data_are_those_of_the_reference(string set)
    {
        IReadOnlyList<JsonElement> expected = Golden.Read(set, "contract_data");
        List<JsonElement> actual = Rows(set);

        new RowComparison("ledger", "ledger_sequence", s_columns).Verify(expected, actual);
        actual.Select(Ledger("ledger_sequence")).ShouldBe(expected.Select(Ledger("ledger")));
    }

    [SkippableFact]
    public void The_random_ledgers_have_no_contract_data_as_in_the_reference()
    {
        Golden.Read("fuzz", "contract_data").ShouldBeEmpty();
        Rows("fuzz").ShouldBeEmpty();
    }

    [SkippableFact]
    public void Every_column_of_the_reference_is_compared()
    {
        JsonElement reference = Golden.Read("pubnet", "contract_data")[0];

        s_columns.Select(column => column.Name).Distinct().Count().ShouldBe(reference.EnumerateObject().Count());
        s_columns.ShouldAllBe(column => Catalog.Find("contract_data").Schema.GetFieldIndex(column.Name) >= 0);
    }

    private static List<JsonElement> Rows(string set)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        HashSet<string> compared = [.. s_columns.Select(column => column.Name)];
        return BatchRows.Extract(Catalog.Find("contract_data"), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), compared);
    }

    private static Func<JsonElement, uint> Ledger(string column) => row => row.GetProperty(column).GetUInt32();
}
