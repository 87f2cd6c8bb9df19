namespace KafkaStellar.Lake;

/// <summary>Those of the gathered rows that have the same values in some columns.</summary>
/// <param name="Values">The values as text, null for none.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Least">The least value of the column that orders them.</param>
/// <param name="Greatest">The greatest.</param>
public sealed record ParquetPart(IReadOnlyList<string?> Values, long Rows, long Least, long Greatest)
{
    internal const string All = "true";

    /// <summary>Which rows these are, in SQL.</summary>
    internal string Condition { get; init; } = All;
}
