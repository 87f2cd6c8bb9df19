using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Query;

/// <summary>The answer of a query as aligned text, for people.</summary>
internal static class TextTable
{
    /// <summary>Writes the answer; <c>∅</c> stands for null.</summary>
    public static void Write(DuckDbText answer, TextWriter output)
    {
        List<string[]> lines = [[.. answer.Columns], .. answer.Rows().Select(row => row.Select(cell => cell ?? "∅").ToArray())];
        int[] widths = [.. Enumerable.Range(0, answer.Columns.Count).Select(column => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
            output.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
