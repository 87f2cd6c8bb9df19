using KafkaStellar.Datasets;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Query;

/// <summary>The tables of a lake, for SQL: a view for each dataset that has files, of one network or of all.</summary>
internal static class LakeTables
{
    /// <summary>Creates the views.</summary>
    /// <param name="database">Where.</param>
    /// <param name="lake">The lake's folder.</param>
    /// <param name="network">A network's label; null for all, with a column <c>network</c>.</param>
    /// <returns>The names of the views.</returns>
    public static IReadOnlyList<string> Create(DuckDb database, string lake, string? network)
    {
        var views = new List<string>();
        foreach (string dataset in Catalog.All.Select(dataset => dataset.Name))
        {
            string[] folders = [.. Networks(lake, network).Select(name => Path.Combine(lake, name, dataset)).Where(Directory.Exists)];
            if (folders.Length == 0) continue;
            string patterns = string.Join(", ", folders.Select(folder => DuckDb.Literal($"{folder}/**/*.parquet")));
            // Folder names repeat what is in the rows; they serve to pass over files, not as columns of their own.
            database.Execute($"CREATE VIEW {DuckDb.Identifier(dataset)} AS SELECT * FROM read_parquet([{patterns}], union_by_name = true, hive_partitioning = false)");
            views.Add(dataset);
        }

        return views;
    }

    private static IEnumerable<string> Networks(string lake, string? network) => network is not null ? [network]
        : Directory.Exists(lake) ? Directory.GetDirectories(lake).Select(folder => Path.GetFileName(folder)!).Where(name => name != IntentLog.Root).Order(StringComparer.Ordinal)
        : [];
}
