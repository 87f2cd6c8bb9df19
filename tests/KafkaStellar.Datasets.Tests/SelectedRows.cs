using System.Text.Json;
using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Rows of the stored pubnet ledgers, all of them or those of a selection.</summary>
internal static class SelectedRows
{
    // Of the ten ledgers of 2026 two are as telling as ten, and take a fifth of the time.
    private const int SkippedLedgers = 8;

    /// <summary>Some columns of the rows that an extractor makes for a selection.</summary>
    public static List<JsonElement> Of(string dataset, Selection selection, params string[] columns)
    {
        Network network = Network.Of("pubnet", null);
        var walk = new LedgerWalk(network);
        using IExtractor extractor = Catalog.Find(dataset).NewExtractor(network, selection);
        var found = new List<JsonElement>();
        foreach (ReadOnlyMemory<byte> xdr in RealLedgers.Pubnet.Files.SkipLast(SkippedLedgers).SelectMany(file => file.LedgerCloseMetas()))
        {
            Ledger ledger = walk.Read(xdr.Span);
            using RecordBatch rows = extractor.Extract(in ledger);
            found.AddRange(BatchRows.ToJson(rows, columns.ToHashSet()));
        }

        return found;
    }

    /// <summary>That filtered rows are the unfiltered rows that match, in their order, and that the filter let some pass and held some back.</summary>
    public static void ShouldBeThoseOf(this IReadOnlyList<JsonElement> filtered, IReadOnlyList<JsonElement> all, Func<JsonElement, bool> matches)
    {
        string[] expected = [.. all.Where(matches).Select(row => row.GetRawText())];

        expected.Length.ShouldBeInRange(1, all.Count - 1);
        filtered.Select(row => row.GetRawText()).ShouldBe(expected);
    }
}
