using System.Globalization;
using System.Text.Json;

namespace KafkaStellar.Testing;

/// <summary>Compares two tables of JSON rows, ledger by ledger and row by row in their order, and says where they differ.</summary>
/// <param name="expectedLedger">The column of the expected rows that holds the ledger's sequence.</param>
/// <param name="actualLedger">The column of the actual rows that holds the ledger's sequence.</param>
/// <param name="columns">What is compared in each row.</param>
public sealed class RowComparison(string expectedLedger, string actualLedger, params IReadOnlyList<ComparedColumn> columns)
{
    private const int Shown = 20;

    /// <summary>Every difference, one sentence each, ledgers in order of their sequence; empty where the tables agree.</summary>
    public IEnumerable<string> Differences(IEnumerable<JsonElement> expected, IEnumerable<JsonElement> actual)
    {
        SortedDictionary<uint, List<JsonElement>> expectedLedgers = ByLedger(expected, expectedLedger);
        SortedDictionary<uint, List<JsonElement>> actualLedgers = ByLedger(actual, actualLedger);
        foreach (uint ledger in expectedLedgers.Keys.Union(actualLedgers.Keys).Order())
        {
            List<JsonElement> wanted = expectedLedgers.GetValueOrDefault(ledger) ?? [];
            List<JsonElement> found = actualLedgers.GetValueOrDefault(ledger) ?? [];
            if (wanted.Count != found.Count) yield return $"ledger {ledger}: expected {wanted.Count} rows, found {found.Count}";
            for (int row = 0; row < Math.Min(wanted.Count, found.Count); row++)
            {
                foreach (ComparedColumn column in columns)
                {
                    object? want = column.Expected(wanted[row]), have = column.Actual(found[row]);
                    if (!Equals(want, have)) yield return $"ledger {ledger}, row {row}, {column.Name}: expected {Show(want)}, found {Show(have)}";
                }
            }
        }
    }

    /// <summary>Throws where the tables differ, and also where there is nothing to compare.</summary>
    /// <exception cref="RowsDifferException">With the first twenty differences and the number of all.</exception>
    public void Verify(IReadOnlyCollection<JsonElement> expected, IReadOnlyCollection<JsonElement> actual)
    {
        if (expected.Count == 0 && actual.Count == 0) throw new RowsDifferException("There are no rows on either side: nothing was compared.");
        int count = 0;
        var lines = new List<string>();
        foreach (string difference in Differences(expected, actual))
        {
            if (count++ < Shown) lines.Add(difference);
        }

        if (count == 0) return;
        if (count > Shown) lines.Add($"and {count - Shown} more");
        throw new RowsDifferException(
            $"{count} differences between {expected.Count} expected and {actual.Count} actual rows:\n{string.Join('\n', lines)}");
    }

    private static SortedDictionary<uint, List<JsonElement>> ByLedger(IEnumerable<JsonElement> rows, string column)
    {
        var ledgers = new SortedDictionary<uint, List<JsonElement>>();
        foreach (JsonElement row in rows)
        {
            uint ledger = row.GetProperty(column).GetUInt32();
            if (!ledgers.TryGetValue(ledger, out List<JsonElement>? of)) ledgers.Add(ledger, of = []);
            of.Add(row);
        }

        return ledgers;
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
