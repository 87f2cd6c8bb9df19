using KafkaStellar.Arrow;
using KafkaStellar.Arrow.C;

namespace KafkaStellar.Lake;

/// <summary>Record batches lent to DuckDB as a view that can be read once. The view is gone after <see cref="Dispose"/>.</summary>
public sealed unsafe class DuckDbScan : IDisposable
{
    private readonly DuckDb _database;
    private readonly string _view;
    private CArrowArrayStream* _stream;

    internal DuckDbScan(DuckDb database, DuckDbConnection connection, string view, IArrowArrayStream batches)
    {
        _database = database;
        _view = view;
        _stream = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(batches, _stream);
        if (DuckDbNative.ArrowScan(connection, view, _stream) == 0) return;
        CArrowArrayStream.Free(_stream);
        throw new DuckDbException($"DuckDB cannot read record batches of these columns: {batches.Schema}.", null);
    }

    /// <summary>Removes the view and disposes the batches that were not read.</summary>
    public void Dispose()
    {
        if (_stream == null) return;
        _database.Execute($"DROP VIEW IF EXISTS {DuckDb.Identifier(_view)}");
        CArrowArrayStream.Free(_stream);
        _stream = null;
    }
}
