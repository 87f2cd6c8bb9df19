namespace KafkaStellar.Arrow;

/// <summary>Columns of one length under a schema. It owns its columns and disposes them.</summary>
public sealed class RecordBatch : IDisposable
{
    private readonly IArrowArray[] _columns;

    /// <summary>Takes over the arrays; where it throws, they stay the caller's.</summary>
    /// <exception cref="ArgumentException">The arrays are not what the schema says in number, type or length, or hold nulls where it allows none.</exception>
    public RecordBatch(Schema schema, IEnumerable<IArrowArray> columns, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Schema = schema;
        Length = length;
        _columns = [.. columns];
        if (_columns.Length != schema.FieldsList.Count)
            throw new ArgumentException($"There are {_columns.Length} arrays for a schema of {schema.FieldsList.Count} columns.");
        for (int i = 0; i < _columns.Length; i++)
            CheckColumn(schema.FieldsList[i], _columns[i], length);
    }

    private RecordBatch(Schema schema, int length, IArrowArray[] columns)
    {
        Schema = schema;
        Length = length;
        _columns = columns;
    }

    public Schema Schema { get; }

    /// <summary>Rows.</summary>
    public int Length { get; }

    public int ColumnCount => _columns.Length;

    /// <summary>The columns in the schema's order. Lent: disposed with this batch.</summary>
    public IReadOnlyList<IArrowArray> Arrays => _columns;

    /// <summary>A column by its place. Lent: disposed with this batch.</summary>
    public IArrowArray Column(int index) => _columns[index];

    /// <summary>The first column of this name. Lent: disposed with this batch.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IArrowArray Column(string name)
    {
        int index = Schema.GetFieldIndex(name);
        return index >= 0 ? _columns[index] : throw new ArgumentException($"There is no column {name}; there are: {Schema}.", nameof(name));
    }

    /// <summary>Some of the rows, without a copy. Dispose both, in any order: the memory lives as long as one of them.</summary>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    public RecordBatch Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new RecordBatch(Schema, length, Array.ConvertAll(_columns, column => ArrowArrayFactory.Slice(column, offset, length)));
    }

    /// <summary>The same rows under a schema that differs in metadata only. Dispose both.</summary>
    /// <exception cref="ArgumentException">The schema has other columns.</exception>
    public RecordBatch WithSchema(Schema schema)
    {
        if (!schema.HasSameColumns(Schema))
            throw new ArgumentException($"The schema ({schema}) has other columns than the batch ({Schema}).", nameof(schema));
        return new RecordBatch(schema, Length, Array.ConvertAll(_columns, column => ArrowArrayFactory.Slice(column, 0, Length)));
    }

    public void Dispose()
    {
        foreach (IArrowArray column in _columns)
            column.Dispose();
    }

    private static void CheckColumn(Field field, IArrowArray column, int length)
    {
        if (!column.Data.DataType.Equals(field.DataType))
            throw new ArgumentException($"Column {field.Name} is {field.DataType}, and the array given for it {column.Data.DataType}.");
        if (column.Length != length)
            throw new ArgumentException($"Column {field.Name} has {column.Length} rows, and the batch {length}.");
        if (!field.IsNullable && column.NullCount > 0)
            throw new ArgumentException($"Column {field.Name} allows no nulls and has {column.NullCount}.");
    }
}
