using System.Globalization;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>
/// Reads the rows of a lake's files with DuckDB: as many as declared, of the ledgers that are declared, no ledger in two intents, no row twice in a file; where a dataset has
/// hashes, each ledger names the one before it; and of <c>ledgers</c> none is missing.
/// </summary>
/// <param name="lake">The lake's folder.</param>
/// <param name="files">What intents declare.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class LakeRows(string lake, IReadOnlyList<DeclaredFile> files, List<string> problems)
{
    private const int Shown = 10;
    private const string Restore = "Restore the file and its intent from a copy of the lake, or let a sink of another id make a lake anew.";

    // What tells a row from all others of its dataset. Of the others, whose rows may be alike, only a ledger is found all of whose rows are doubled.
    private static readonly Dictionary<string, string[]> s_keys = new(StringComparer.Ordinal)
    {
        ["ledgers"] = ["ledger_seq"],
        ["transactions"] = ["tx_index"],
        ["operations"] = ["tx_index", "op_index"],
        ["token_transfers"] = ["event_index"],
    };

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
        database.Execute("CREATE OR REPLACE TABLE held (intent VARCHAR, first BIGINT, last BIGINT)", stop);
        foreach (DeclaredFile[] some in declared.Chunk(500))
        {
            database.Execute($"INSERT INTO declared VALUES {string.Join(", ", some.Select(file => string.Create(CultureInfo.InvariantCulture,
                $"({DuckDb.Literal(PathOf(file))}, {file.File.Rows}, {DuckDb.Literal(file.Owner)}, {file.Intent.FirstLedger}, {file.Intent.LastLedger})")))}", stop);
        }

        foreach (string[] some in declared.DistinctBy(file => file.Owner).SelectMany(file => file.Intent.Held.Select(range =>
            string.Create(CultureInfo.InvariantCulture, $"({DuckDb.Literal(file.Owner)}, {range.First}, {range.Last})"))).Chunk(500))
            database.Execute($"INSERT INTO held VALUES {string.Join(", ", some)}", stop);

        string list = string.Join(", ", declared.Select(file => DuckDb.Literal(PathOf(file))));
        database.Execute(
            $"CREATE OR REPLACE TABLE seen AS SELECT filename AS path, {column} AS ledger, count(*) AS rows, count(DISTINCT hash({KeyOf(dataset)})) AS keys "
            + $"FROM read_parquet([{list}], filename = true, union_by_name = true, hive_partitioning = false) GROUP BY ALL", stop);
        Find(database, $"SELECT path || ': it has ' || coalesce(sum(s.rows), 0) || ' rows; its intent says ' || any_value(d.rows) || '. {Restore}' FROM declared d LEFT JOIN seen s USING (path) GROUP BY path HAVING coalesce(sum(s.rows), 0) <> any_value(d.rows)", stop);
        Find(database, $"SELECT path || ': it has rows of ledger ' || min(ledger) || ' to ' || max(ledger) || '; its intent says ' || any_value(first) || ' to ' || any_value(last) || '. {Restore}' FROM declared d JOIN seen USING (path) WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.intent = d.intent AND ledger BETWEEN h.first AND h.last) GROUP BY path", stop);
        Find(database, $"SELECT path || ': rows of ledger ' || ledger || ' stand there more than once: ' || rows || ' rows, of which ' || keys || ' are different. {Restore}' FROM seen WHERE {(s_keys.ContainsKey(dataset) ? "keys < rows" : "keys > 1 AND keys * 2 <= rows")} ORDER BY path, ledger", stop);
        Find(database, $"SELECT {DuckDb.Literal(table)} || ': ledger ' || ledger || ' is in ' || count(DISTINCT intent) || ' intents: ' || string_agg(DISTINCT path, ', ') || '. Its rows count twice: keep the files and the intents of one sink, and move the others out of the lake.' FROM seen JOIN declared USING (path) GROUP BY ledger HAVING count(DISTINCT intent) > 1 ORDER BY ledger", stop);
        if (dataset == "ledgers") FindMissing(database, table, stop);
        if (HasHashes(dataset)) FindBroken(database, table, list, column, stop);
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

    private static bool HasHashes(string dataset) => Catalog.Find(dataset).Schema is { } schema && schema.GetFieldIndex("prev_hash") >= 0 && schema.GetFieldIndex("ledger_hash") >= 0;

    private static string KeyOf(string dataset) =>
        string.Join(", ", (s_keys.GetValueOrDefault(dataset) ?? [.. Catalog.Find(dataset).Schema.FieldsList.Select(field => field.Name)]).Select(DuckDb.Identifier));

    // From file to file, in the order of ledgers.
    private void FindBroken(DuckDb database, string table, string list, string column, CancellationToken stop) => Find(database,
        $"SELECT {DuckDb.Literal(table)} || ': ledger ' || ledger || ' names ' || named || ' as the hash of ledger ' || before || ', which is ' || hash || ': ' || path || '.' FROM ("
        + $"SELECT {column} AS ledger, filename AS path, lower(hex(prev_hash)) AS named, lag({column}) OVER chain AS before, lower(hex(lag(ledger_hash) OVER chain)) AS hash "
        + $"FROM read_parquet([{list}], filename = true, union_by_name = true, hive_partitioning = false) WINDOW chain AS (ORDER BY {column})) "
        + "WHERE before + 1 = ledger AND named <> hash ORDER BY ledger", stop);

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
