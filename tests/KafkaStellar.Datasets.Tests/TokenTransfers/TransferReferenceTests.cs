using System.Text.Json;
using System.Text.Json.Nodes;
using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Every token transfer of every stored ledger against those that Stellar's own Go SDK gives, in order and in every field.</summary>
public sealed class TransferReferenceTests
{
    public static TheoryData<string> Sets => [.. RealLedgers.SetsWithReferenceRows];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_derived_transfers_are_those_of_the_reference_and_what_it_refuses_is_refused(string set) => Verify(set, "events", Selection.Everything);

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_unified_transfers_are_those_of_the_reference_and_what_it_refuses_is_refused(string set) =>
        Verify(set, "unified", new Selection { Unified = true });

    [SkippableFact]
    public void Every_column_of_the_reference_is_compared()
    {
        JsonElement reference = Golden.Read("pubnet", "events")[0];

        reference.EnumerateObject().Select(column => column.Name).Where(name => name != "ledger").Order().ShouldBe(TransferLines.Columns.Order());
    }

    private static void Verify(string set, string dataset, Selection selection)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        var network = new Network(set, ledgers.Passphrase);
        var walk = new LedgerWalk(network);
        using IExtractor extractor = Catalog.Find("token_transfers").NewExtractor(network, selection);
        var actual = new List<JsonObject>();
        foreach (ReadOnlyMemory<byte> xdr in ledgers.LedgerCloseMetas())
        {
            Ledger ledger = walk.Read(xdr.Span);
            try
            {
                using RecordBatch rows = extractor.Extract(in ledger);
                actual.AddRange(TransferLines.Of(rows));
            }
            catch (LedgerRefusedException refused)
            {
                refused.LedgerSequence.ShouldBe(ledger.Sequence);
                actual.Add(new JsonObject { ["ledger"] = ledger.Sequence, ["error"] = refused.Message });
            }
        }

        ComparedColumn[] columns = [new("refused", IsRefused, IsRefused), .. TransferLines.Columns.Select(name => new ComparedColumn(name, row => Value(row, name), row => Value(row, name)))];
        new RowComparison("ledger", "ledger", columns).Verify(Golden.Read(set, dataset), TransferLines.Parsed(actual));
    }

    private static object? IsRefused(JsonElement row) => row.TryGetProperty("error", out _);

    private static object? Value(JsonElement row, string column) => row.TryGetProperty("error", out _) ? null : ComparedColumn.Value(row, column);
}
