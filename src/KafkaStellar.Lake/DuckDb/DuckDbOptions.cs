namespace KafkaStellar.Lake;

/// <summary>How to open DuckDB.</summary>
public sealed record DuckDbOptions
{
    /// <summary>The database's file; null for one in memory.</summary>
    public string? Path { get; init; }

    /// <summary>How many threads it may use; null for one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>How much memory it may use before it writes to <see cref="TemporaryFolder"/>; null for DuckDB's own 80 % of the machine.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Where it may write what does not fit into memory; null for DuckDB's own choice, beside the database or the working folder.</summary>
    public string? TemporaryFolder { get; init; }

    // Extensions are never fetched: what a worker runs is what was installed with it.
    internal IEnumerable<KeyValuePair<string, string>> Settings()
    {
        yield return new("autoinstall_known_extensions", "false");
        yield return new("autoload_known_extensions", "false");
        if (Threads is { } threads) yield return new("threads", $"{threads}");
        if (MemoryLimitBytes is { } bytes) yield return new("memory_limit", $"{bytes}B");
        if (TemporaryFolder is { } folder) yield return new("temp_directory", folder);
    }
}
