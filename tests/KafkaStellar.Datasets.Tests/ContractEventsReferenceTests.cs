using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Every contract event of every stored ledger against the rows that Stellar's own Go SDK gives, diagnostic events too.</summary>
public sealed class ContractEventsReferenceTests
{
    private static readonly string[] s_types = ["system", "contract", "diagnostic"];

    private static readonly ComparedColumn[] s_columns =
    [
        .. new[] { "event_index", "in_successful_contract_call", "op_index", "stage", "tx_hash", "tx_index" }.Select(ComparedColumn.Same),
        ComparedColumn.Renamed("contract_id", "contract_address"),
        ComparedColumn.Renamed("data", "value_xdr"),
        ComparedColumn.Renamed("ledger", "ledger_seq"),
        ComparedColumn.Normalised("type", "event_type", normaliseActual: type => s_types[(int)(decimal)type!]),
        new("topics", TopicsOf, TopicsOf),
        new("topic_0", row => TopicOf(row, 0), row => ComparedColumn.Value(row, "topic_0")),
        new("topic_1", row => TopicOf(row, 1), row => ComparedColumn.Value(row, "topic_1")),
        new("topic_2", row => TopicOf(row, 2), row => ComparedColumn.Value(row, "topic_2")),
        new("topic_3", row => TopicOf(row, 3), row => ComparedColumn.Value(row, "topic_3")),
    ];

    public static TheoryData<string> Sets => [.. RealLedgers.SetsWithReferenceRows.Except(["core-without-classic-events"])];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_rows_of_contract_events_are_those_of_the_reference(string set)
    {
        IReadOnlyList<JsonElement> expected = Golden.Read(set, "contract_events");
        List<JsonElement> actual = Rows(set, new Selection { Diagnostics = true });

        new RowComparison("ledger", "ledger_seq", s_columns).Verify(expected, actual);
        actual.Select(Ledger("ledger_seq")).ShouldBe(expected.Select(Ledger("ledger")));
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Without_diagnostics_the_rows_are_those_of_the_reference_that_are_not_diagnostic(string set)
    {
        JsonElement[] expected = [.. Golden.Read(set, "contract_events").Where(row => row.GetProperty("stage").GetString() != "diagnostic")];

        new RowComparison("ledger", "ledger_seq", s_columns).Verify(expected, Rows(set, Selection.Everything));
    }

    [SkippableFact]
    public void Ledgers_closed_without_classic_events_have_none_where_the_reference_has_none()
    {
        Golden.Read("core-without-classic-events", "contract_events").ShouldBeEmpty();
        Rows("core-without-classic-events", new Selection { Diagnostics = true }).ShouldBeEmpty();
    }

    [SkippableFact]
    public void Every_column_of_the_reference_is_compared()
    {
        JsonElement reference = Golden.Read("pubnet", "contract_events")[0];

        // topic_0 to topic_3 repeat the reference's topics.
        s_columns.Select(column => column.Name).Distinct().Count().ShouldBe(reference.EnumerateObject().Count() + 4);
        s_columns.ShouldAllBe(column => Catalog.Find("contract_events").Schema.GetFieldIndex(column.Name) >= 0);
    }

    private static List<JsonElement> Rows(string set, Selection selection)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        HashSet<string> compared = [.. s_columns.Select(column => column.Name)];
        return BatchRows.Extract(Catalog.Find("contract_events"), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), compared, selection);
    }

    private static Func<JsonElement, uint> Ledger(string column) => row => row.GetProperty(column).GetUInt32();

    // The reference has null for a list of nothing.
    private static object? TopicsOf(JsonElement row) =>
        row.GetProperty("topics").ValueKind == JsonValueKind.Null ? "[]" : JsonSerializer.Serialize(row.GetProperty("topics"));

    private static string? TopicOf(JsonElement row, int index)
    {
        JsonElement topics = row.GetProperty("topics");
        return topics.ValueKind == JsonValueKind.Null || topics.GetArrayLength() <= index ? null : topics[index].GetString();
    }
}
