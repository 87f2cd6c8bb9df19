using System.Runtime.CompilerServices;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>Gathers values that .NET has a type for, one after the other.</summary>
public abstract unsafe class FixedWidthBuilder<T, TArray> : ArrowArrayBuilder<TArray>
    where T : unmanaged
    where TArray : IArrowArray
{
    private T* _values;
    private GrowingMemory _memory;

    private protected FixedWidthBuilder(IArrowType dataType) : base(dataType) { }

    public sealed override long ByteLength => (long)Rows * sizeof(T) + ValidityLength;

    public sealed override void AppendNull()
    {
        Add(default);
        MarkNull(Rows - 1);
    }

    internal override void AppendEmpty() => Add(default);

    internal override ArrayData Finish()
    {
        CheckAlive();
        int rows = Rows, nulls = NullCount;
        return new ArrayData(DataType, rows, nulls, 0, [FinishValidity(), FinishValues()]);
    }

    /// <summary>The values so far.</summary>
    internal ReadOnlySpan<T> Gathered => new(_values, Rows);

    private protected ArrowBuffer FinishValues()
    {
        ArrowBuffer values = _memory.Finish((long)Rows * sizeof(T));
        _values = null;
        Rows = 0;
        RowCapacity = 0;
        return values;
    }

    private protected override void Free()
    {
        _memory.Free();
        _values = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Add(T value)
    {
        int row = Rows;
        if (row == RowCapacity)
            GrowRows(1);
        _values[row] = value;
        Rows = row + 1;
    }

    private protected void AddRange(ReadOnlySpan<T> values)
    {
        if (values.Length > RowCapacity - Rows)
            GrowRows(values.Length);
        values.CopyTo(new Span<T>(_values + Rows, values.Length));
        Rows += values.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowRows(int more)
    {
        CheckAlive();
        _memory.Grow((long)Rows * sizeof(T), ((long)Rows + more) * sizeof(T));
        _values = (T*)_memory.Start;
        RowCapacity = _memory.Usable / sizeof(T);
    }
}
