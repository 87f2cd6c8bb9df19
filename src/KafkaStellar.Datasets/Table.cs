using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;
using KafkaStellar.Datasets.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>The definition of a dataset: its columns in order, each one line in the constructor of the class that derives from this.</summary>
/// <remarks>Schema, message, Parquet file, contract and JSON follow from it; there is no second list of columns.</remarks>
/// <typeparam name="TRow">What one row is made of.</typeparam>
public abstract class Table<TRow> : IDisposable
    where TRow : allows ref struct
{
    private readonly List<Column<TRow>> _columns = [];
    private Schema? _schema;

    /// <summary>The dataset's name, such as <c>transactions</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The version of its schema (SemVer).</summary>
    public abstract string Version { get; }

    /// <summary>How many rows are gathered.</summary>
    public int Length { get; private set; }

    /// <summary>The columns, with <c>dataset</c> and <c>schema-version</c> in the metadata.</summary>
    public Schema Schema => _schema ??= new Schema(
        [.. _columns.Select(column => column.Field)],
        [new("dataset", Name), new("schema-version", Version)]);

    /// <summary>Gathers a row. When a cell throws, the table is of no further use.</summary>
    public void Append(in TRow row)
    {
        foreach (Column<TRow> column in _columns) column.Append(in row);
        Length++;
    }

    /// <summary>Gives the gathered rows and starts empty.</summary>
    public RecordBatch Flush()
    {
        var batch = new RecordBatch(Schema, _columns.Select(column => column.Build()), Length);
        Length = 0;
        return batch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Column<TRow> column in _columns) column.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>uint32.</summary>
    protected void UInt32(string name, Cell<TRow, uint> cell) =>
        Add(name, UInt32Type.Default, false, new UInt32Array.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>uint32, nullable.</summary>
    protected void UInt32OrNull(string name, Cell<TRow, uint?> cell) =>
        Add(name, UInt32Type.Default, true, new UInt32Array.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>uint64.</summary>
    protected void UInt64(string name, Cell<TRow, ulong> cell) =>
        Add(name, UInt64Type.Default, false, new UInt64Array.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>uint64, nullable.</summary>
    protected void UInt64OrNull(string name, Cell<TRow, ulong?> cell) =>
        Add(name, UInt64Type.Default, true, new UInt64Array.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>int32.</summary>
    protected void Int32(string name, Cell<TRow, int> cell) =>
        Add(name, Int32Type.Default, false, new Int32Array.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>int64.</summary>
    protected void Int64(string name, Cell<TRow, long> cell) =>
        Add(name, Int64Type.Default, false, new Int64Array.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>int64, nullable.</summary>
    protected void Int64OrNull(string name, Cell<TRow, long?> cell) =>
        Add(name, Int64Type.Default, true, new Int64Array.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>bool.</summary>
    protected void Boolean(string name, Cell<TRow, bool> cell) =>
        Add(name, BooleanType.Default, false, new BooleanArray.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>A whole number of up to 38 digits, nullable.</summary>
    protected void WholeOrNull(string name, Cell<TRow, Int128?> cell)
    {
        var type = new Decimal128Type(38, 0);
        Add(name, type, true, new Decimal128Array.Builder(type), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());
    }

    /// <summary>A time in microseconds since 1970, UTC.</summary>
    protected void Timestamp(string name, Cell<TRow, long> cell)
    {
        var type = new TimestampType(TimeUnit.Microsecond, "UTC");
        Add(name, type, false, new TimestampArray.Builder(type), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());
    }

    /// <summary>A hash: 32 bytes.</summary>
    protected void Hash(string name, Cell<TRow, ReadOnlySpan<byte>> cell)
    {
        var type = new FixedSizeBinaryType(32);
        Add(name, type, false, new FixedSizeBinaryArray.Builder(type), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());
    }

    /// <summary>A hash, 32 bytes, or null for no bytes at all.</summary>
    protected void HashOrNull(string name, Cell<TRow, ReadOnlySpan<byte>> cell)
    {
        var type = new FixedSizeBinaryType(32);
        Add(name, type, true, new FixedSizeBinaryArray.Builder(type), (builder, in row) =>
        {
            ReadOnlySpan<byte> hash = cell(in row);
            if (hash.IsEmpty) builder.AppendNull();
            else builder.Append(hash);
        }, builder => builder.Build());
    }

    /// <summary>Bytes.</summary>
    protected void Binary(string name, Cell<TRow, ReadOnlySpan<byte>> cell) =>
        Add(name, BinaryType.Default, false, new BinaryArray.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>Bytes, nullable.</summary>
    protected void BinaryOrNull(string name, Cell<TRow, OptionalBytes> cell) =>
        Add(name, BinaryType.Default, true, new BinaryArray.Builder(), (builder, in row) =>
        {
            OptionalBytes bytes = cell(in row);
            if (bytes.HasValue) builder.Append(bytes.Bytes);
            else builder.AppendNull();
        }, builder => builder.Build());

    /// <summary>A list of bytes.</summary>
    protected void BinaryList(string name, ListCell<TRow, BinaryArray.Builder> cell)
    {
        var type = new ListType(new Field("item", BinaryType.Default, nullable: false));
        Add(name, type, false, new ListArray.Builder(type), (builder, in row) =>
        {
            builder.Append();
            cell(in row, (BinaryArray.Builder)builder.ValueBuilder);
        }, builder => builder.Build());
    }

    /// <summary>Text that stands in memory as UTF-8.</summary>
    protected void Utf8(string name, Cell<TRow, ReadOnlySpan<byte>> cell) =>
        Add(name, StringType.Default, false, new StringArray.Builder(), (builder, in row) => builder.Append(cell(in row)), builder => builder.Build());

    /// <summary>Text that stands in memory as UTF-8, nullable.</summary>
    protected void Utf8OrNull(string name, Cell<TRow, OptionalBytes> cell) =>
        Add(name, StringType.Default, true, new StringArray.Builder(), (builder, in row) =>
        {
            OptionalBytes text = cell(in row);
            if (text.HasValue) builder.Append(text.Bytes);
            else builder.AppendNull();
        }, builder => builder.Build());

    /// <summary>A JSON value as text.</summary>
    protected void Json(string name, JsonCell<TRow> cell) =>
        Add(name, StringType.Default, false, new JsonTextBuilder(), (builder, in row) =>
        {
            cell(in row, builder.Begin());
            builder.End();
        }, builder => builder.Build());

    /// <summary>A JSON value as text, nullable.</summary>
    protected void JsonOrNull(string name, OptionalJsonCell<TRow> cell) =>
        Add(name, StringType.Default, true, new JsonTextBuilder(), (builder, in row) =>
        {
            if (cell(in row, builder.Begin())) builder.End();
            else builder.AppendNull();
        }, builder => builder.Build());

    /// <summary>Text that is written into the column, at most <paramref name="maxLength"/> bytes.</summary>
    protected void Text(string name, int maxLength, TextCell<TRow> cell) => Text(name, false, maxLength, cell);

    /// <summary>Text that is written into the column, at most <paramref name="maxLength"/> bytes, or null.</summary>
    protected void TextOrNull(string name, int maxLength, TextCell<TRow> cell) => Text(name, true, maxLength, cell);

    /// <summary>An account as <c>G…</c>, from its ed25519 key.</summary>
    protected void Account(string name, Cell<TRow, ReadOnlySpan<byte>> cell) =>
        Text(name, StrKey.MaxLength, (in row, utf8) => StrKey.Encode(StrKeyKind.Account, cell(in row), utf8));

    private void Text(string name, bool nullable, int maxLength, TextCell<TRow> cell) =>
        Add(name, StringType.Default, nullable, new StringArray.Builder(), (builder, in row) =>
        {
            int written = cell(in row, builder.Reserve(maxLength));
            if (written < 0) builder.AppendNull();
            else builder.Commit(written);
        }, builder => builder.Build());

    private void Add<TBuilder>(string name, IArrowType type, bool nullable, TBuilder builder, AppendCell<TRow, TBuilder> append, Func<TBuilder, IArrowArray> build)
        where TBuilder : IDisposable =>
        _columns.Add(new Column<TRow, TBuilder>(new Field(name, type, nullable), builder, append, build));
}
