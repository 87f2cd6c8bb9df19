using System.Runtime.InteropServices;
using KafkaStellar.Arrow.C;

namespace KafkaStellar.Lake;

/// <summary>The calls of DuckDB's C API that we use (duckdb.h, 1.5).</summary>
internal static unsafe partial class DuckDbNative
{
    static DuckDbNative() => NativeLibraries.Register();

    /// <summary>duckdb_result: owned by the caller, freed by <see cref="DestroyResult"/>; only DuckDB reads what is in it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Result
    {
        private readonly ulong _columns;
        private readonly ulong _rows;
        private readonly ulong _rowsChanged;
        private readonly nint _columnList;
        private readonly nint _error;
        private readonly nint _own;
    }

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_create_config")]
    internal static partial int CreateConfig(out nint config);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_set_config", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetConfig(nint config, string name, string value);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_destroy_config")]
    internal static partial void DestroyConfig(ref nint config);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_open_ext", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string? path, out nint database, nint config, out byte* error);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_close")]
    internal static partial void Close(ref nint database);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_connect")]
    internal static partial int Connect(nint database, out nint connection);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_disconnect")]
    internal static partial void Disconnect(ref nint connection);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_interrupt")]
    internal static partial void Interrupt(DuckDbConnection connection);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_free")]
    internal static partial void Free(void* memory);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_library_version")]
    internal static partial byte* LibraryVersion();

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Query(DuckDbConnection connection, string sql, out Result result);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_prepare", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Prepare(DuckDbConnection connection, string sql, out nint statement);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_prepare_error")]
    internal static partial byte* PrepareError(nint statement);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_prepared_statement_type")]
    internal static partial int StatementType(nint statement);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_execute_prepared_streaming")]
    internal static partial int ExecuteStreaming(nint statement, out Result result);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_destroy_prepare")]
    internal static partial void DestroyPrepare(ref nint statement);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_result_error")]
    internal static partial byte* ResultError(ref Result result);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_destroy_result")]
    internal static partial void DestroyResult(ref Result result);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_column_count")]
    internal static partial ulong ColumnCount(ref Result result);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_column_name")]
    internal static partial byte* ColumnName(ref Result result, ulong column);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_column_logical_type")]
    internal static partial nint ColumnType(ref Result result, ulong column);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_destroy_logical_type")]
    internal static partial void DestroyType(ref nint type);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_fetch_chunk")]
    internal static partial nint FetchChunk(Result result);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_destroy_data_chunk")]
    internal static partial void DestroyChunk(ref nint chunk);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_result_get_arrow_options")]
    internal static partial nint ArrowOptions(ref Result result);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_destroy_arrow_options")]
    internal static partial void DestroyArrowOptions(ref nint options);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_to_arrow_schema")]
    internal static partial nint ToArrowSchema(nint options, nint* types, byte** names, ulong columns, CArrowSchema* schema);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_data_chunk_to_arrow")]
    internal static partial nint ToArrowArray(nint options, nint chunk, CArrowArray* array);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_error_data_has_error")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool HasError(nint error);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_error_data_message")]
    internal static partial byte* ErrorMessage(nint error);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_destroy_error_data")]
    internal static partial void DestroyError(ref nint error);

    [LibraryImport(NativeLibraries.DuckDb, EntryPoint = "duckdb_arrow_scan", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ArrowScan(DuckDbConnection connection, string view, CArrowArrayStream* stream);

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "no reason given";
}
