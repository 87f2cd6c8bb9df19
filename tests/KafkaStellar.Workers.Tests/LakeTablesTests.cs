using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Query;

namespace KafkaStellar.Workers.Tests;

public sealed class LakeTablesTests : IDisposable
{
    private readonly TemporaryFolder _lake = new();
    private readonly DuckDb _database = new();

    public void Dispose()
    {
        _database.Dispose();
        _lake.Dispose();
    }

    [Fact]
    public void Files_of_an_older_and_a_newer_minor_version_are_one_table()
    {
        Write("standalone", "old.parquet", "SELECT 1::UINTEGER AS ledger_seq");
        Write("standalone", "new.parquet", "SELECT 2::UINTEGER AS ledger_seq, 'x' AS added");

        LakeTables.Create(_database, _lake.Path, "standalone").ShouldBe(["ledgers"]);

        Answer("SELECT ledger_seq, added FROM ledgers ORDER BY ledger_seq").ShouldBe([["1", null], ["2", "x"]]);
    }

    [Fact]
    public void A_table_is_of_one_network_or_of_all_of_the_lake()
    {
        Write("pubnet", "a.parquet", "SELECT 1::UINTEGER AS ledger_seq");
        Write("testnet", "b.parquet", "SELECT 2::UINTEGER AS ledger_seq");

        LakeTables.Create(_database, _lake.Path, "testnet");
        Answer("SELECT ledger_seq FROM ledgers").ShouldBe([["2"]]);

        _database.Execute("DROP VIEW ledgers");
        LakeTables.Create(_database, _lake.Path, null);
        Answer("SELECT count(*) FROM ledgers").ShouldBe([["2"]]);
    }

    private void Write(string network, string file, string rows)
    {
        string folder = _lake.PathOf(network, "ledgers", "year=2026");
        Directory.CreateDirectory(folder);
        _database.Execute($"COPY ({rows}) TO {DuckDb.Literal(Path.Combine(folder, file))} (FORMAT parquet)");
    }

    private string?[][] Answer(string sql)
    {
        using DuckDbText answer = _database.QueryText(sql);
        return [.. answer.Rows().Select(row => row.ToArray())];
    }
}
