using KafkaStellar.Arrow;
using KafkaStellar.Arrow.C;

namespace KafkaStellar.Lake;

/// <summary>A query's rows as record batches of at most 2,048 rows, produced while they are read. Dispose it before the next statement.</summary>
public sealed unsafe class DuckDbRows : IArrowArrayStream
{
    private readonly string _sql;
    private readonly CancellationTokenRegistration _interrupt;
    private readonly CArrowLayout _layout;
    private nint _statement;
    private nint _arrowOptions;
    private DuckDbNative.Result _result;
    private bool _isAtEnd;
    private bool _isDisposed;

    internal DuckDbRows(string sql, nint statement, DuckDbNative.Result result, CancellationTokenRegistration interrupt)
    {
        _sql = sql;
        _statement = statement;
        _result = result;
        _interrupt = interrupt;
        _arrowOptions = DuckDbNative.ArrowOptions(ref _result);
        try
        {
            _layout = ReadLayout();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Schema Schema => _layout.Schema;

    /// <summary>The next rows, which the caller disposes; null after the last.</summary>
    /// <exception cref="DuckDbException">The query failed on the way.</exception>
    /// <exception cref="OperationCanceledException">The query's token was cancelled.</exception>
    public RecordBatch? ReadNextRecordBatch()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isAtEnd) return null;
        nint chunk = DuckDbNative.FetchChunk(_result);
        if (chunk == nint.Zero)
        {
            _isAtEnd = true;
            byte* error = DuckDbNative.ResultError(ref _result);
            if (error != null) throw DuckDb.Failure(DuckDbNative.Text(error), _sql, _interrupt.Token);
            return null;
        }

        CArrowArray* array = CArrowArray.Create();
        try
        {
            Check(DuckDbNative.ToArrowArray(_arrowOptions, chunk, array));
            return CArrowArrayImporter.ImportRecordBatch(array, _layout);
        }
        finally
        {
            CArrowArray.Free(array);
            DuckDbNative.DestroyChunk(ref chunk);
        }
    }

    private CArrowLayout ReadLayout()
    {
        int count = (int)DuckDbNative.ColumnCount(ref _result);
        var types = new nint[count];
        var names = new nint[count];
        CArrowSchema* schema = CArrowSchema.Create();
        try
        {
            for (int i = 0; i < count; i++)
            {
                types[i] = DuckDbNative.ColumnType(ref _result, (ulong)i);
                names[i] = (nint)DuckDbNative.ColumnName(ref _result, (ulong)i);
            }

            fixed (nint* type = types, name = names)
                Check(DuckDbNative.ToArrowSchema(_arrowOptions, type, (byte**)name, (ulong)count, schema));
            return CArrowSchemaImporter.ImportLayout(schema);
        }
        finally
        {
            CArrowSchema.Free(schema);
            for (int i = 0; i < count; i++) DuckDbNative.DestroyType(ref types[i]);
        }
    }

    private void Check(nint error)
    {
        if (error == nint.Zero) return;
        string? message = DuckDbNative.HasError(error) ? DuckDbNative.Text(DuckDbNative.ErrorMessage(error)) : null;
        DuckDbNative.DestroyError(ref error);
        if (message is not null) throw new DuckDbException(message, _sql);
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _interrupt.Dispose();
        if (_arrowOptions != nint.Zero) DuckDbNative.DestroyArrowOptions(ref _arrowOptions);
        DuckDbNative.DestroyResult(ref _result);
        DuckDbNative.DestroyPrepare(ref _statement);
    }
}
