namespace KafkaStellar.Lake;

/// <summary>What DuckDB refused or could not do, in its own words.</summary>
public sealed class DuckDbException(string message, string? sql) : Exception(message)
{
    /// <summary>The statement that failed; null where there was none.</summary>
    public string? Sql { get; } = sql;
}
