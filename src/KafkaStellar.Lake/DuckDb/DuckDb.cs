using KafkaStellar.Arrow;

namespace KafkaStellar.Lake;

/// <summary>DuckDB: one database and one connection to it. One statement at a time.</summary>
public sealed unsafe class DuckDb : IDisposable
{
    private const int Select = 1; // DUCKDB_STATEMENT_TYPE_SELECT

    private readonly DuckDbConnection _connection;

    /// <summary>Opens a database.</summary>
    /// <exception cref="DuckDbException">It cannot be opened.</exception>
    /// <exception cref="DllNotFoundException">libduckdb.so is not there; the sentence says what to do.</exception>
    public DuckDb(DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        _connection = DuckDbConnection.Open(options.Path, options.Settings());
        if (HasTimeZones()) Execute("SET TimeZone = 'UTC'");
    }

    /// <summary>The library's version, such as "v1.5.6".</summary>
    public static string Version => DuckDbNative.Text(DuckDbNative.LibraryVersion());

    /// <summary>A text as an SQL literal, quoted.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name as an SQL identifier, quoted.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Runs statements, separated by semicolons, and drops their results.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="stop">Interrupts them.</param>
    /// <exception cref="DuckDbException">A statement failed.</exception>
    public void Execute(string sql, CancellationToken stop = default)
    {
        Refuse0(sql);
        using CancellationTokenRegistration interrupt = InterruptOn(stop);
        int state = DuckDbNative.Query(_connection, sql, out DuckDbNative.Result result);
        string? error = state == 0 ? null : DuckDbNative.Text(DuckDbNative.ResultError(ref result));
        DuckDbNative.DestroyResult(ref result);
        if (error is not null) throw Failure(error, sql, stop);
    }

    /// <summary>Runs one statement and gives its rows while they are produced.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="stop">Interrupts it, also later while rows are read.</param>
    /// <returns>The rows; dispose it before the next statement.</returns>
    /// <exception cref="DuckDbException">The statement is refused or fails.</exception>
    /// <exception cref="NotSupportedException">A column's type is none that record batches have here; cast it in the statement.</exception>
    public DuckDbRows Query(string sql, CancellationToken stop = default)
    {
        nint statement = Prepare(sql);
        CancellationTokenRegistration interrupt = InterruptOn(stop);
        if (DuckDbNative.ExecuteStreaming(statement, out DuckDbNative.Result result) == 0) return new DuckDbRows(sql, statement, result, interrupt);
        string error = DuckDbNative.Text(DuckDbNative.ResultError(ref result));
        interrupt.Dispose();
        DuckDbNative.DestroyResult(ref result);
        DuckDbNative.DestroyPrepare(ref statement);
        throw Failure(error, sql, stop);
    }

    /// <summary>Runs one statement and gives its rows as DuckDB writes values as text: for people.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="stop">Interrupts it, also later while rows are read.</param>
    /// <returns>The columns' names and the rows; dispose it before the next statement.</returns>
    /// <exception cref="DuckDbException">The statement is refused or fails.</exception>
    public DuckDbText QueryText(string sql, CancellationToken stop = default)
    {
        DuckDbRows rows;
        try
        {
            // Casting by DuckDB gives every type a text. What cannot stand in a FROM (SHOW, CALL, PRAGMA, COPY) is run as it is.
            rows = Query(IsSelect(sql) ? $"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (\n{sql.TrimEnd().TrimEnd(';')}\n)" : sql, stop);
        }
        catch (DuckDbException refused) when (refused.Message.StartsWith("Parser Error", StringComparison.Ordinal))
        {
            rows = Query(sql, stop);
        }

        return new DuckDbText(rows);
    }

    /// <summary>Lends record batches to DuckDB as a view.</summary>
    /// <param name="view">The view's name; it can be read once.</param>
    /// <param name="batches">Taken over. Pulled on DuckDB's own threads while a statement reads the view.</param>
    /// <exception cref="DuckDbException">DuckDB has no type for one of the columns.</exception>
    public DuckDbScan Lend(string view, IArrowArrayStream batches) => new(this, _connection, view, batches);

    internal static Exception Failure(string error, string sql, CancellationToken stop) =>
        stop.IsCancellationRequested ? new OperationCanceledException("The query was interrupted.", stop) : new DuckDbException(error, sql);

    private bool IsSelect(string sql)
    {
        nint statement = Prepare(sql);
        int type = DuckDbNative.StatementType(statement);
        DuckDbNative.DestroyPrepare(ref statement);
        return type == Select;
    }

    // Without ICU there are no zones, and instants are in UTC anyway.
    private bool HasTimeZones()
    {
        using DuckDbRows rows = Query("SELECT count(*) FROM duckdb_settings() WHERE name = 'TimeZone'");
        using RecordBatch counted = rows.ReadNextRecordBatch()!;
        return ((Int64Array)counted.Column(0)).GetValue(0) > 0;
    }

    private nint Prepare(string sql)
    {
        Refuse0(sql);
        if (DuckDbNative.Prepare(_connection, sql, out nint statement) == 0) return statement;
        string error = DuckDbNative.Text(DuckDbNative.PrepareError(statement));
        DuckDbNative.DestroyPrepare(ref statement);
        throw new DuckDbException(error, sql);
    }

    // C ends a string at its first zero: what followed would be left out without a word.
    private static void Refuse0(string sql)
    {
        if (sql.Contains('\0', StringComparison.Ordinal)) throw new DuckDbException("The statement has a zero character in it.", sql);
    }

    private CancellationTokenRegistration InterruptOn(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return stop.Register(() => DuckDbNative.Interrupt(_connection));
    }

    /// <summary>Closes the database.</summary>
    public void Dispose() => _connection.Dispose();
}
