using System.Text.Json;
using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Tests;

/// <summary>All columns of a dataset's rows of ledgers that were written field by field.</summary>
internal static class DatasetRows
{
    /// <summary>The rows of one ledger of <see cref="MadeLedger.Network"/>.</summary>
    public static IReadOnlyList<JsonElement> Of(string dataset, byte[] ledger, Selection? selection = null)
    {
        Dataset found = Catalog.Find(dataset);
        using IExtractor extractor = found.NewExtractor(MadeLedger.Network, selection ?? Selection.Everything);
        return Of(extractor, ledger);
    }

    /// <summary>The rows that an extractor makes of one ledger.</summary>
    public static IReadOnlyList<JsonElement> Of(IExtractor extractor, byte[] ledger)
    {
        Ledger read = new LedgerWalk(MadeLedger.Network).Read(ledger);
        using RecordBatch rows = extractor.Extract(in read);
        return BatchRows.ToJson(rows, extractor.Schema.FieldsList.Select(field => field.Name).ToHashSet());
    }

    public static string?[] Texts(this IEnumerable<JsonElement> rows, string column) => [.. rows.Select(row => row.GetProperty(column).GetString())];

    public static string?[] Raw(this IEnumerable<JsonElement> rows, string column) => [.. rows.Select(row => row.GetProperty(column).GetRawText())];
}
