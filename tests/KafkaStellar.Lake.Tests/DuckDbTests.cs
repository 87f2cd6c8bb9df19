using KafkaStellar.Arrow;

namespace KafkaStellar.Lake.Tests;

public sealed class DuckDbTests : IDisposable
{
    private readonly DuckDb _duck = new(new DuckDbOptions { Threads = 2 });

    public void Dispose() => _duck.Dispose();

    [Fact]
    public void The_library_is_of_the_version_its_calls_were_written_for() => DuckDb.Version.ShouldStartWith("v1.5.");

    [Fact]
    public void Rows_come_as_record_batches_with_types()
    {
        using DuckDbRows rows = _duck.Query("SELECT i::UINTEGER AS seq, 'a' || i AS name, i % 2 = 0 AS even, NULL::BIGINT AS nothing FROM range(5000) t(i)");

        rows.Schema.ToString().ShouldBe("seq: uint32?, name: utf8?, even: bool?, nothing: int64?");
        uint next = 0;
        while (rows.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                for (int row = 0; row < batch.Length; row++, next++)
                {
                    ((UInt32Array)batch.Column(0)).GetValue(row).ShouldBe(next);
                    ((StringArray)batch.Column(1)).GetString(row).ShouldBe($"a{next}");
                    batch.Column(3).IsNull(row).ShouldBeTrue();
                }
            }
        }

        next.ShouldBe(5000u);
    }

    [Theory]
    [InlineData("SELECT 1 a, 2 a", "a,a_1", "1,2")]
    [InlineData("SELECT [1, 2] x, {'k': NULL} y, 170141183460469231731687303715884105727 z, 'a\\x00'::BLOB b;", "x,y,z,b", "[1, 2],{'k': NULL},170141183460469231731687303715884105727,a\\x00")]
    [InlineData("SELECT TIMESTAMPTZ '2026-06-18 12:00:00.000007+02' t -- comment", "t", "2026-06-18 10:00:00.000007+00")]
    [InlineData("FROM range(3) ORDER BY 1 DESC", "range", "2")]
    [InlineData("CREATE TABLE made AS SELECT 1 UNION ALL SELECT 2", "Count", "2")]
    [InlineData("PRAGMA version", "library_version,source_id,codename", null)]
    [InlineData("CALL duckdb_settings()", null, null)]
    [InlineData("EXPLAIN SELECT 1", "explain_key,explain_value", null)]
    public void A_statement_s_rows_come_as_text(string sql, string? columns, string? first)
    {
        using DuckDbText text = _duck.QueryText(sql);

        if (columns is not null) string.Join(",", text.Columns).ShouldBe(columns);
        string?[] row = text.Rows().First();
        if (first is not null) string.Join(",", row).ShouldBe(first);
    }

    [Fact]
    public void What_DuckDB_refuses_is_told_in_its_own_words()
    {
        Should.Throw<DuckDbException>(() => _duck.Execute("SELEC 1")).Message.ShouldContain("SELEC");
        Should.Throw<DuckDbException>(() => _duck.Query("SELECT * FROM nowhere")).Message.ShouldContain("nowhere");
        Should.Throw<DuckDbException>(() => _duck.QueryText("SELECT 1; SELECT 2")).Message.ShouldContain("multiple statements");
        Should.Throw<DuckDbException>(() => _duck.Execute("SELECT 1\0; DROP TABLE x")).Message.ShouldContain("zero character");
        Should.Throw<DuckDbException>(() =>
        {
            using DuckDbRows failing = _duck.Query("SELECT CASE WHEN i = 4000000 THEN error('late') ELSE i END FROM range(5000000) t(i)");
            while (failing.ReadNextRecordBatch() is { } batch) batch.Dispose();
        }).Message.ShouldContain("late");
    }

    [Fact]
    public void A_connection_is_good_again_after_a_failure()
    {
        Should.Throw<DuckDbException>(() => _duck.Execute("SELECT error('x')"));

        using DuckDbText text = _duck.QueryText("SELECT 7");
        text.Rows().ToList().ShouldHaveSingleItem().ShouldBe(["7"]);
    }

    [Fact]
    public void A_query_is_interrupted_by_its_token()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Should.Throw<OperationCanceledException>(() => _duck.Execute("SELECT count(*) FROM range(100000000) a, range(100000) b WHERE hash(a.range + b.range) = 1", stop.Token));
    }

    [Fact]
    public void Extensions_are_never_fetched()
    {
        using DuckDbText text = _duck.QueryText("SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')");

        text.Rows().ToList().ShouldHaveSingleItem().ShouldBe(["false", "false"]);
    }

    [Fact]
    public void Lent_batches_are_read_and_every_type_arrives()
    {
        using (DuckDbScan lent = _duck.Lend("my \"rows\"", new OneBatch(SampleRows.Make(0, 100))))
        {
            using DuckDbText types = _duck.QueryText("DESCRIBE \"my \"\"rows\"\"\"");
            types.Rows().Select(row => row[1]).ShouldBe(
            [
                "UINTEGER", "BLOB", "VARCHAR", "VARCHAR", "BIGINT", "UBIGINT", "INTEGER", "BOOLEAN", "TIMESTAMP WITH TIME ZONE",
                "DECIMAL(38,0)", "BLOB", "BLOB[]", "STRUCT(a INTEGER, b VARCHAR)",
            ]);
            _duck.Execute("CREATE TABLE kept AS FROM \"my \"\"rows\"\"\"");
        }

        using DuckDbText counted = _duck.QueryText("SELECT count(*), count(account), max(amount) FROM kept");
        counted.Rows().ToList().ShouldHaveSingleItem().ShouldBe(["100", "80", $"{SampleRows.LargestAmount}"]);
        Should.Throw<DuckDbException>(() => _duck.Execute("FROM \"my \"\"rows\"\"\""));
    }

    [Fact]
    public void A_stream_that_fails_fails_the_statement_with_its_reason()
    {
        using DuckDbScan lent = _duck.Lend("failing", new FailingBatches());

        Should.Throw<DuckDbException>(() => _duck.Execute("CREATE TABLE t AS FROM failing")).Message.ShouldContain("the disk is gone");
    }

    [Fact]
    public void A_database_that_cannot_be_opened_is_named()
    {
        Should.Throw<DuckDbException>(() => new DuckDb(new DuckDbOptions { Path = "/no/such/folder/x.db" })).Message.ShouldContain("/no/such/folder/x.db");
    }

    private sealed class OneBatch(RecordBatch batch) : IArrowArrayStream
    {
        private RecordBatch? _batch = batch;

        public Schema Schema { get; } = batch.Schema;

        public RecordBatch? ReadNextRecordBatch() => Interlocked.Exchange(ref _batch, null);

        public void Dispose() => _batch?.Dispose();
    }

    private sealed class FailingBatches : IArrowArrayStream
    {
        public Schema Schema => SampleRows.Schema;

        public RecordBatch? ReadNextRecordBatch() => throw new IOException("the disk is gone");

        public void Dispose()
        {
            // nothing is held
        }
    }
}
