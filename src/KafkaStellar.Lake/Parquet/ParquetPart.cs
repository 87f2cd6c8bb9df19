namespace KafkaStellar.Lake;

/// <summary>Those of the gathered rows that have the same values in some columns.</summary>
/// <param name="Values">The values as text, null for none; of parts that were joined, the first one's.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Least">The least value of the column that orders them.</param>
/// <param name="Greatest">The greatest.</param>
public sealed record ParquetPart(IReadOnlyList<string?> Values, long Rows, long Least, long Greatest)
{
    internal const string All = "true";

    /// <summary>The rows of some parts as one, in their order: of values that share a folder.</summary>
    public static ParquetPart Joined(IReadOnlyList<ParquetPart> parts) => parts.Count == 1 ? parts[0]
        : new(parts[0].Values, parts.Sum(part => part.Rows), parts.Min(part => part.Least), parts.Max(part => part.Greatest))
        {
            Condition = string.Join(" OR ", parts.Select(part => $"({part.Condition})")),
        };

    /// <summary>Which rows these are, in SQL.</summary>
    internal string Condition { get; init; } = All;
}
