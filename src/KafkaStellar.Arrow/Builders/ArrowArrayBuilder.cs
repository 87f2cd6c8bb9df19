using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>Gathers one column's values in pooled native memory. For one thread; <see cref="Dispose"/> gives the memory back.</summary>
/// <remarks>The validity bitmap is made when the first null comes: a column without nulls has none.</remarks>
public abstract unsafe partial class ArrowArrayBuilder : IDisposable
{
    private protected int Rows;
    private protected int RowCapacity; // 0 once disposed, so that the next Append arrives at CheckAlive

    private GrowingMemory _validity;
    private bool _disposed;

    private protected ArrowArrayBuilder(IArrowType dataType) => DataType = dataType;

    public IArrowType DataType { get; }

    /// <summary>Rows gathered since the last <see cref="Build"/>.</summary>
    public int Length => Rows;

    public int NullCount { get; private set; }

    /// <summary>Bytes gathered since the last <see cref="Build"/>, in all buffers.</summary>
    public abstract long ByteLength { get; }

    private protected int ValidityLength => NullCount == 0 ? 0 : Bits.BytesFor(Rows);

    /// <summary>Appends a row without a value.</summary>
    public abstract void AppendNull();

    /// <summary>Hands the gathered rows over as an array, which then owns the memory, and starts empty.</summary>
    public IArrowArray Build() => ArrowArrayFactory.BuildArray(Finish());

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Rows = 0;
        RowCapacity = 0;
        NullCount = 0;
        _validity.Free();
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Hands the buffers over and starts empty.</summary>
    internal abstract ArrayData Finish();

    /// <summary>Appends a zero, an empty string, an empty list: what stands under a null where null is not allowed.</summary>
    internal abstract void AppendEmpty();

    private protected abstract void Free();

    /// <summary>Marks a row as null; rows that nobody marks are valid.</summary>
    private protected void MarkNull(int row)
    {
        CoverRows(row + 1);
        _validity.Start[row >> 3] &= (byte)~(1 << (row & 7));
        NullCount++;
    }

    private protected ArrowBuffer FinishValidity()
    {
        if (NullCount == 0)
            return ArrowBuffer.Empty;
        CoverRows(Rows);
        int bytes = Bits.BytesFor(Rows);
        if ((Rows & 7) != 0)
            _validity.Start[bytes - 1] &= (byte)((1 << (Rows & 7)) - 1);
        NullCount = 0;
        return _validity.Finish(bytes);
    }

    private protected void CheckAlive() => ObjectDisposedException.ThrowIf(_disposed, this);

    private void CoverRows(int rows)
    {
        int bytes = Bits.BytesFor(rows);
        long covered = _validity.Capacity;
        if (bytes <= covered)
            return;
        _validity.Grow(covered, bytes);
        new Span<byte>(_validity.Start + covered, (int)(_validity.Capacity - covered)).Fill(0xFF);
    }
}
