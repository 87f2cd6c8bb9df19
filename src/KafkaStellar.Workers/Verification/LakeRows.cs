using System.Globalization;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>Reads the rows of a lake's files with DuckDB: as many as declared, no ledger in two intents, and of <c>ledgers</c> none missing.</summary>
/// <param name="lake">The lake's folder.</param>
/// <param name="files">What intents declare.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class LakeRows(string lake, IReadOnlyList<DeclaredFile> files, List<string> problems)
{
    private const int Shown = 10;
    private const string Restore = "Restore the file and its intent from a copy of the lake, or let a sink of another id make a lake anew.";

    private readonly List<string> _tables = [];

    /// <summary>What each network and dataset holds, in words.</summary>
    public IReadOnlyList<string> Datasets => _tables;

    /// <summary>Reads all of them.</summary>
    /// <returns>How many rows there are.</returns>
    public long Verify(CancellationToken stop)
    {
        long rows = 0;
        using var database = new DuckDb();
        foreach (IGrouping<string, DeclaredFile> table in files.Where(file => file.IsSound).GroupBy(file => file.Table).OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                rows += VerifyTable(database, table.Key, [.. table.DistinctBy(file => file.File.Path)], stop);
            }
            catch (DuckDbException unreadable)
            {
                problems.Add($"{table.Key}: {unreadable.Message} {Restore}");
            }
        }

        return rows;
    }

    private long VerifyTable(DuckDb database, string table, DeclaredFile[] declared, CancellationToken stop)
    {
        string dataset = declared[0].Dataset;
        string column = Catalog.Find(dataset).Schema.FieldsList.Any(field => field.Name == "ledger_seq") ? "ledger_seq" : "ledger_sequence";
        database.Execute("CREATE OR REPLACE TABLE declared (path VARCHAR, rows BIGINT, intent VARCHAR, first BIGINT, last BIGINT)", stop);
        foreach (DeclaredFile[] some in declared.Chunk(500))
        {
            database.Execute($"INSERT INTO declared VALUES {string.Join(", ", some.Select(file => string.Create(CultureInfo.InvariantCulture,
                $"({DuckDb.Literal(PathOf(file))}, {file.File.Rows}, {DuckDb.Literal(file.Owner)}, {file.Intent.FirstLedger}, {file.Intent.LastLedger})")))}", stop);
        }

        string list = string.Join(", ", declared.Select(file => DuckDb.Literal(PathOf(file))));
        database.Execute(
            $"CREATE OR REPLACE TABLE seen AS SELECT filename AS path, {column} AS ledger, count(*) AS rows "
            + $"FROM read_parquet([{list}], filename = true, union_by_name = true, hive_partitioning = false) GROUP BY ALL", stop);
        Find(database, $"SELECT path || ': it has ' || coalesce(sum(s.rows), 0) || ' rows; its intent says ' || any_value(d.rows) || '. {Restore}' FROM declared d LEFT JOIN seen s USING (path) GROUP BY path HAVING coalesce(sum(s.rows), 0) <> any_value(d.rows)", stop);
        Find(database, $"SELECT path || ': it has rows of ledger ' || min(ledger) || ' to ' || max(ledger) || '; its intent says ' || any_value(first) || ' to ' || any_value(last) || '. {Restore}' FROM declared JOIN seen USING (path) WHERE ledger < first OR ledger > last GROUP BY path", stop);
        Find(database, $"SELECT {DuckDb.Literal(table)} || ': ledger ' || ledger || ' is in ' || count(DISTINCT intent) || ' intents: ' || string_agg(DISTINCT path, ', ') || '. Its rows count twice: keep the files and the intents of one sink, and move the others out of the lake.' FROM seen JOIN declared USING (path) GROUP BY ledger HAVING count(DISTINCT intent) > 1 ORDER BY ledger", stop);
        if (dataset == "ledgers") FindMissing(database, table, stop);
        string?[] all = Rows(database, "SELECT CAST(coalesce(sum(rows), 0) AS BIGINT), CAST(count(DISTINCT ledger) AS BIGINT), CAST(min(ledger) AS BIGINT), CAST(max(ledger) AS BIGINT) FROM seen", stop)[0];
        _tables.Add($"{table}: {declared.Length} files, {all[0]} rows of {all[1]} ledgers, {all[2] ?? "none"} to {all[3] ?? "none"}");
        return long.Parse(all[0]!, CultureInfo.InvariantCulture);
    }

    // One row a ledger: none twice, and none missing that stands before another of its partition. After the last of a partition the lake is only not there yet.
    private void FindMissing(DuckDb database, string table, CancellationToken stop)
    {
        TopicContract contract = Contracts.Of(Catalog.Find("ledgers"));
        string partition = $"(ledger // {contract.Span}) % {contract.Partitions}";
        Find(database, $"SELECT {DuckDb.Literal(table)} || ': ledger ' || ledger || ' has ' || sum(rows) || ' rows, where it has one. {Restore}' FROM seen GROUP BY ledger HAVING sum(rows) > 1 ORDER BY ledger", stop);
        Find(database,
            $"WITH wanted AS (SELECT unnest(range((SELECT min(ledger)::BIGINT FROM seen), (SELECT max(ledger)::BIGINT FROM seen) + 1)) AS ledger), "
            + $"ends AS (SELECT {partition} AS partition, max(ledger) AS last FROM seen GROUP BY ALL) "
            + $"SELECT {DuckDb.Literal(table)} || ': ledger ' || ledger || ' is missing. Bring it into the topic and start the sink; where the topic had it, restore the lake from a copy.' FROM wanted JOIN ends ON partition = {partition} "
            + "WHERE ledger <= last AND ledger NOT IN (SELECT ledger FROM seen) ORDER BY ledger", stop);
    }

    private void Find(DuckDb database, string sql, CancellationToken stop)
    {
        List<string?[]> found = Rows(database, sql, stop);
        problems.AddRange(found.Take(Shown).Select(row => row[0]!.Replace($"{Path.GetFullPath(lake)}/", "", StringComparison.Ordinal)));
        if (found.Count > Shown) problems.Add($"… and {found.Count - Shown} more of this kind.");
    }

    private static List<string?[]> Rows(DuckDb database, string sql, CancellationToken stop)
    {
        using DuckDbText answer = database.QueryText(sql, stop);
        return [.. answer.Rows()];
    }

    private string PathOf(DeclaredFile file) => Path.Combine(Path.GetFullPath(lake), file.File.Path);
}
