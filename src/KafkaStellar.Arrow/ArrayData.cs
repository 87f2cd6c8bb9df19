using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>An array's buffers in the columnar format's layout, shared by all arrays and slices that look at them.</summary>
/// <remarks>Shares are counted: the last array to be disposed gives the memory back. Buffers[0] is the validity bitmap, empty without nulls.</remarks>
public sealed class ArrayData : IDisposable
{
    private readonly IDisposable? _lifetime; // disposed with the last share: what keeps borrowed buffers alive
    private int _shares = 1;

    internal ArrayData(
        IArrowType dataType,
        int length,
        int nullCount,
        int offset,
        ArrowBuffer[] buffers,
        ArrayData[]? children = null,
        ArrayData? dictionary = null,
        IDisposable? lifetime = null)
    {
        DataType = dataType;
        Length = length;
        NullCount = nullCount;
        Offset = offset;
        Buffers = buffers;
        Children = children ?? [];
        Dictionary = dictionary;
        _lifetime = lifetime;
    }

    public IArrowType DataType { get; }

    /// <summary>Rows.</summary>
    public int Length { get; }

    public int NullCount { get; }

    /// <summary>The row of the buffers at which this array starts.</summary>
    public int Offset { get; }

    public IReadOnlyList<ArrowBuffer> BufferList => Buffers;

    /// <summary>The texts that a dictionary-encoded array's indices point at.</summary>
    public ArrayData? Dictionary { get; }

    internal ArrowBuffer[] Buffers { get; }

    internal ArrayData[] Children { get; }

    /// <summary>Gives up one share; the last one frees the memory. More calls than shares do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _shares) != 0)
            return;
        if (_lifetime is ArrayData parent)
        {
            parent.Dispose();
            return;
        }

        foreach (ArrowBuffer buffer in Buffers)
            buffer.Release();
        foreach (ArrayData child in Children)
            child.Dispose();
        Dictionary?.Dispose();
        _lifetime?.Dispose();
    }

    /// <summary>One more share of the same data.</summary>
    /// <exception cref="ObjectDisposedException">The last share is gone.</exception>
    internal ArrayData Share()
    {
        int shares = Volatile.Read(ref _shares);
        while (true)
        {
            ObjectDisposedException.ThrowIf(shares <= 0, this);
            int seen = Interlocked.CompareExchange(ref _shares, shares + 1, shares);
            if (seen == shares)
                return this;
            shares = seen;
        }
    }

    /// <summary>A view of some rows, which holds a share of this data.</summary>
    internal ArrayData Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        if (offset == 0 && length == Length)
            return Share();
        Share();
        return new ArrayData(DataType, length, CountNulls(Offset + offset, length), Offset + offset, Buffers, Children, Dictionary, lifetime: this);
    }

    /// <summary>Nulls among some rows of the buffers.</summary>
    internal int CountNulls(int offset, int length)
    {
        if (NullCount == 0 || (offset == Offset && length == Length))
            return NullCount;
        return Buffers.Length == 0 ? length : length - Bits.CountSet(Buffers[0].Span, offset, length);
    }
}
