using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>Gathers byte strings: 32-bit offsets, and the bytes one after the other.</summary>
public abstract unsafe class VariableBinaryBuilder<TArray> : ArrowArrayBuilder<TArray>
    where TArray : IArrowArray
{
    private GrowingMemory _offsetMemory;
    private GrowingMemory _valueMemory;
    private int* _offsets;
    private byte* _values;
    private int _used;
    private int _usable;
    private int _reserved;

    private protected VariableBinaryBuilder(IArrowType dataType) : base(dataType) { }

    public sealed override long ByteLength => (Rows + 1L) * sizeof(int) + _used + ValidityLength;

    /// <summary>Appends one value.</summary>
    /// <exception cref="InvalidOperationException">The column would hold more than 2³¹−1 bytes.</exception>
    public void Append(ReadOnlySpan<byte> value)
    {
        int row = Rows;
        if (row == RowCapacity)
            GrowRows();
        int used = _used;
        if (value.Length > _usable - used)
            GrowValues(value.Length);
        value.CopyTo(new Span<byte>(_values + used, value.Length));
        used += value.Length;
        _used = used;
        _offsets[row + 1] = used;
        Rows = row + 1;
    }

    /// <summary>Lends room for one value at the end of the column; <see cref="Commit"/> appends what was written there.</summary>
    /// <param name="maxLength">Bytes the value may take.</param>
    /// <returns>Exactly <paramref name="maxLength"/> bytes, not cleared, valid until the next call on this builder.</returns>
    /// <exception cref="InvalidOperationException">The column would hold more than 2³¹−1 bytes.</exception>
    public Span<byte> Reserve(int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        if (Rows == RowCapacity)
            GrowRows();
        if (maxLength > _usable - _used)
            GrowValues(maxLength);
        _reserved = maxLength;
        return new Span<byte>(_values + _used, maxLength);
    }

    /// <summary>Appends one value: the first <paramref name="written"/> bytes of what <see cref="Reserve"/> lent.</summary>
    public void Commit(int written)
    {
        int row = Rows;
        if ((uint)written > (uint)_reserved || written > _usable - _used || row == RowCapacity)
            ThrowCommit(written);
        _reserved = 0;
        _used += written;
        _offsets[row + 1] = _used;
        Rows = row + 1;
    }

    public sealed override void AppendNull()
    {
        Append([]);
        MarkNull(Rows - 1);
    }

    internal sealed override void AppendEmpty() => Append([]);

    /// <summary>A value gathered before.</summary>
    internal ReadOnlySpan<byte> Gathered(int row) => new(_values + _offsets[row], _offsets[row + 1] - _offsets[row]);

    internal override ArrayData Finish()
    {
        CheckAlive();
        if (_offsets == null)
            GrowRows(); // one offset stands even in an empty array
        int rows = Rows, nulls = NullCount;
        ArrowBuffer validity = FinishValidity();
        var data = new ArrayData(DataType, rows, nulls, 0, [validity, _offsetMemory.Finish((rows + 1L) * sizeof(int)), _valueMemory.Finish(_used)]);
        Reset();
        return data;
    }

    private protected sealed override void Free()
    {
        _offsetMemory.Free();
        _valueMemory.Free();
        Reset();
    }

    private void Reset()
    {
        _offsets = null;
        _values = null;
        _used = 0;
        _usable = 0;
        _reserved = 0;
        Rows = 0;
        RowCapacity = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowRows()
    {
        CheckAlive();
        bool first = _offsets == null;
        _offsetMemory.Grow(first ? 0 : (Rows + 1L) * sizeof(int), (Rows + 2L) * sizeof(int));
        _offsets = (int*)_offsetMemory.Start;
        RowCapacity = _offsetMemory.Usable / sizeof(int) - 1;
        if (first)
            _offsets[0] = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowValues(int more)
    {
        _valueMemory.Grow(_used, (long)_used + more);
        _values = _valueMemory.Start;
        _usable = _valueMemory.Usable;
    }

    [DoesNotReturn]
    private void ThrowCommit(int written)
    {
        CheckAlive();
        throw new InvalidOperationException($"{written} bytes were committed, and {_reserved} were reserved since the last value.");
    }
}
