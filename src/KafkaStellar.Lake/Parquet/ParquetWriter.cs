using System.Globalization;
using System.Text;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Lake;

/// <summary>Gathers record batches of one schema and writes them as Parquet files, one after the other. One caller at a time.</summary>
/// <remarks>
/// The same rows in the same order with the same options and metadata give the same bytes, however the rows are cut into batches: rows are first laid
/// down in a table in memory, by one thread, so that what the Parquet writer sees depends on their position only. (DuckDB's version stands in the file.)
/// What DuckDB does not do: columns are all optional in the file, and fixed-size binary is of type BYTE_ARRAY; the schema under ARROW:schema says more.
/// </remarks>
public sealed class ParquetWriter : IDisposable
{
    // A statement costs some milliseconds: what is smaller waits for more.
    private const int GatherRows = 20_480;
    private const long GatherBytes = 16L << 20;
    // Rows that are being written are there as rows, as a page and as what it is compressed to; measured, 4.3 times is too little.
    private const int WritingCopies = 6;
    private const string Table = "gathered";
    private const string View = "arriving";

    private readonly DuckDb _database;
    private readonly ParquetOptions _options;
    private readonly List<RecordBatch> _waiting = [];
    private long _waitingRows;
    private long _waitingBytes;
    private readonly Queue<(int Rows, long Bytes)> _latest = [];
    private long _latestRows;
    private long _latestBytes;
    private long _widest;
    private bool _hasTable;
    private long _allowedBytes;

    /// <param name="schema">The columns; batches must have the same.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="DuckDbException">DuckDB cannot be opened.</exception>
    public ParquetWriter(Schema schema, ParquetOptions? options = null)
    {
        Schema = schema;
        _options = options ?? new ParquetOptions();
        ArgumentOutOfRangeException.ThrowIfNotEqual(_options.RowGroupRows % ParquetOptions.VectorRows, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.RowGroupRows, ParquetOptions.VectorRows);
        _allowedBytes = _options.MemoryLimitBytes;
        _database = new DuckDb(new DuckDbOptions
        {
            Threads = 1,
            MemoryLimitBytes = _options.MemoryLimitBytes,
            TemporaryFolder = _options.ScratchFolder ?? Path.GetTempPath(),
        });
    }

    /// <summary>The columns.</summary>
    public Schema Schema { get; }

    /// <summary>Rows gathered for the next file.</summary>
    public long Rows { get; private set; }

    /// <summary>About how many bytes the gathered rows take as Arrow; what a rotation by size goes by.</summary>
    public long Bytes { get; private set; }

    /// <summary>Texts in the next file that were not UTF-8 and got U+FFFD where they were not.</summary>
    public long RepairedTexts { get; private set; }

    /// <summary>Adds rows.</summary>
    /// <param name="batch">Taken over: disposed when its rows are laid down.</param>
    /// <param name="stop">Interrupts it.</param>
    /// <exception cref="ArgumentException">The batch has other columns.</exception>
    /// <exception cref="DuckDbException">DuckDB cannot take the rows; the writer is of no use then.</exception>
    public void Append(RecordBatch batch, CancellationToken stop = default)
    {
        if (!batch.Schema.HasSameColumns(Schema))
        {
            batch.Dispose();
            throw new ArgumentException($"The batch has the columns {batch.Schema}, and the file {Schema}.", nameof(batch));
        }

        long bytes = ArrowIpc.SerializedLength(batch);
        RecordBatch sound = TextRepair.Apply(batch, out long repaired);
        _waiting.Add(sound);
        _waitingRows += sound.Length;
        _waitingBytes += bytes;
        Rows += sound.Length;
        Bytes += bytes;
        RepairedTexts += repaired;
        Widen(sound.Length, bytes);
        if (_waitingRows >= GatherRows || _waitingBytes >= GatherBytes) LayDown(stop);
    }

    /// <summary>Writes the gathered rows as a file and starts empty.</summary>
    /// <param name="path">The file; one that exists is overwritten.</param>
    /// <param name="metadata">Keys and values for its footer, in this order.</param>
    /// <param name="stop">Interrupts it.</param>
    /// <returns>The file, durable and measured.</returns>
    /// <exception cref="DuckDbException">DuckDB cannot write it: the disk is full, the folder is missing.</exception>
    public ParquetFile Write(string path, IEnumerable<KeyValuePair<string, string>> metadata, CancellationToken stop = default)
    {
        LayDown(stop);
        _database.Execute($"COPY {Table} TO {DuckDb.Literal(path)} ({CopyOptions(metadata, RowGroupRows(Table, stop))})", stop);
        ParquetFile file = ParquetFile.Seal(path, Rows);
        Clear();
        return file;
    }

    /// <summary>The gathered rows by the values of some columns, in the order of the values.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="order">A column of whole numbers.</param>
    /// <param name="stop">Interrupts it.</param>
    public IReadOnlyList<ParquetPart> Parts(IReadOnlyList<string> columns, string order, CancellationToken stop = default)
    {
        LayDown(stop);
        // A value may be any text: rows are found again by its hash.
        string values = string.Concat(columns.Select(column => $"CAST({DuckDb.Identifier(column)} AS VARCHAR), "));
        string hashes = string.Concat(columns.Select(column => $"{Hash(column)}, "));
        string key = DuckDb.Identifier(order);
        using DuckDbText answer = _database.QueryText($"SELECT {values}{hashes}CAST(count(*) AS BIGINT), CAST(min({key}) AS BIGINT), CAST(max({key}) AS BIGINT) FROM {Table} GROUP BY ALL ORDER BY ALL", stop);
        return [.. answer.Rows().Where(row => row[^3] != "0").Select(row => new ParquetPart(row[..columns.Count], Number(row[^3]), Number(row[^2]), Number(row[^1]))
        {
            Condition = columns.Count == 0 ? ParquetPart.All : string.Join(" AND ", columns.Select((column, i) =>
                row[columns.Count + i] is { } hash ? $"{Hash(column)} = {DuckDb.Literal(hash)}" : $"{DuckDb.Identifier(column)} IS NULL")),
        })];
    }

    /// <summary>Writes some of the gathered rows as a file, in their order; they stay gathered.</summary>
    /// <param name="part">Which of them, as <see cref="Parts"/> gave it.</param>
    /// <param name="path">The file; one that exists is overwritten.</param>
    /// <param name="metadata">Keys and values for its footer, in this order.</param>
    /// <param name="stop">Interrupts it.</param>
    /// <returns>The file, durable and measured.</returns>
    /// <exception cref="DuckDbException">DuckDB cannot write it: the disk is full, the folder is missing.</exception>
    public ParquetFile Write(ParquetPart part, string path, IEnumerable<KeyValuePair<string, string>> metadata, CancellationToken stop = default)
    {
        string rows = part.Condition == ParquetPart.All ? Table : $"(FROM {Table} WHERE {part.Condition})";
        _database.Execute($"COPY {rows} TO {DuckDb.Literal(path)} ({CopyOptions(metadata, RowGroupRows(rows, stop))})", stop);
        return ParquetFile.Seal(path, part.Rows);
    }

    /// <summary>Drops the gathered rows and starts empty.</summary>
    public void Clear()
    {
        DropWaiting();
        if (_hasTable) _database.Execute($"DROP TABLE {Table}");
        _hasTable = false;
        Rows = 0;
        Bytes = 0;
        RepairedTexts = 0;
        _latest.Clear();
        (_latestRows, _latestBytes, _widest) = (0, 0, 0);
    }

    private static string Hash(string column) => $"md5(CAST({DuckDb.Identifier(column)} AS VARCHAR))";

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    private void LayDown(CancellationToken stop)
    {
        if (_hasTable && _waiting.Count == 0) return;
        Allow(_widest * WritingCopies);
        using DuckDbScan arriving = _database.Lend(View, new BatchList(Schema, _waiting));
        _database.Execute(_hasTable ? $"INSERT INTO {Table} FROM {View}" : $"CREATE TABLE {Table} AS FROM {View}", stop);
        _hasTable = true;
        DropWaiting();
    }

    private void DropWaiting()
    {
        foreach (RecordBatch batch in _waiting) batch.Dispose();
        _waiting.Clear();
        _waitingRows = 0;
        _waitingBytes = 0;
    }

    // As many rows as keep every row group within its bytes, asked of what is gathered: the answer must not depend on how rows were cut into batches.
    private int RowGroupRows(string rows, CancellationToken stop)
    {
        string[] wide = [.. Schema.FieldsList.Where(field => field.DataType is StringType or BinaryType or ListType).Select(WidthOf)];
        // What is little in all is little in every group: no need to ask. A repaired text is three times as long at most.
        if (wide.Length == 0 || Bytes * 3 <= _options.RowGroupBytes) return _options.RowGroupRows;
        const int Vector = ParquetOptions.VectorRows;
        using DuckDbText answer = _database.QueryText(
            $"SELECT CAST(sum(width) AS BIGINT) FROM (SELECT (row_number() OVER () - 1) // {Vector} AS vector, width FROM (SELECT {string.Join(" + ", wide)} AS width FROM {rows})) "
            + "GROUP BY vector ORDER BY vector", stop);
        long[] vectors = [.. answer.Rows().Select(row => Number(row[0]))];
        int most = _options.RowGroupRows / Vector;
        while (most > 1 && vectors.Chunk(most).Any(group => group.Sum() > _options.RowGroupBytes)) most--;
        Allow(vectors.DefaultIfEmpty().Max() * WritingCopies);
        return most * Vector;
    }

    // The most bytes of as many rows as DuckDB handles at a time.
    private void Widen(int rows, long bytes)
    {
        if (rows == 0) return;
        long most = rows <= ParquetOptions.VectorRows ? bytes : (long)((double)bytes / rows * ParquetOptions.VectorRows);
        _latest.Enqueue((rows, most));
        (_latestRows, _latestBytes) = (_latestRows + rows, _latestBytes + most);
        _widest = Math.Max(_widest, _latestBytes);
        while (_latestRows - _latest.Peek().Rows >= ParquetOptions.VectorRows)
        {
            (int gone, long goneBytes) = _latest.Dequeue();
            (_latestRows, _latestBytes) = (_latestRows - gone, _latestBytes - goneBytes);
        }
    }

    private void Allow(long bytes)
    {
        if (bytes <= _allowedBytes) return;
        _database.Execute($"SET memory_limit = '{bytes} bytes'");
        _allowedBytes = bytes;
    }

    private static string WidthOf(Field field)
    {
        string column = DuckDb.Identifier(field.Name);
        return field.DataType is ListType list
            ? $"coalesce(list_sum(list_transform({column}, lambda value: {BytesOf("value", list.ValueField.DataType)})), 0)"
            : $"coalesce({BytesOf(column, field.DataType)}, 0)";
    }

    private static string BytesOf(string value, IArrowType type) => type is BinaryType ? $"octet_length({value})" : $"strlen(CAST({value} AS VARCHAR))";

    // Field ids are places in the schema: columns are only ever added at the end, so an id never changes its meaning.
    private string CopyOptions(IEnumerable<KeyValuePair<string, string>> metadata, int rowGroupRows)
    {
        IEnumerable<string> ids = Schema.FieldsList.Select((field, index) => $"{DuckDb.Identifier(field.Name)}: {index + 1}");
        IEnumerable<string> pairs = metadata.Append(new("ARROW:schema", EncodedSchema())).Select(pair => $"{DuckDb.Identifier(pair.Key)}: {DuckDb.Literal(pair.Value)}");
        return new StringBuilder("FORMAT parquet, USE_TMP_FILE false, ")
            .Append(_options.Codec.CopyOptions)
            .Append($", ROW_GROUP_SIZE {rowGroupRows}")
            .Append($", FIELD_IDS {{{string.Join(", ", ids)}}}")
            .Append($", KV_METADATA {{{string.Join(", ", pairs)}}}")
            .ToString();
    }

    // The encapsulated schema message in base64, as Arrow's own Parquet writers leave it: a stream of nothing, without its end-of-stream marker.
    private string EncodedSchema() => Convert.ToBase64String(ArrowIpc.Serialize(Schema, []).AsSpan()[..^8]);

    /// <summary>Drops what was gathered and closes DuckDB.</summary>
    public void Dispose()
    {
        DropWaiting();
        _database.Dispose();
    }

    /// <summary>Batches that stay the writer's, each lent as a share of its own.</summary>
    private sealed class BatchList(Schema schema, List<RecordBatch> batches) : IArrowArrayStream
    {
        private int _next;

        public Schema Schema => schema;

        public RecordBatch? ReadNextRecordBatch() => _next < batches.Count ? batches[_next].Slice(0, batches[_next++].Length) : null;

        public void Dispose()
        {
            // the batches are the writer's
        }
    }
}
