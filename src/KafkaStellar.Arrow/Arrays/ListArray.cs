using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of lists: offsets into one array that holds the elements of all of them.</summary>
public sealed partial class ListArray : ArrowArray
{
    private readonly ReadOnlyMemory<byte> _offsets;

    internal ListArray(ArrayData data) : base(data)
    {
        CheckType(data, ArrowTypeId.List);
        _offsets = data.Buffers[1].Memory;
        Values = ArrowArrayFactory.BuildArray(data.Children[0].Share());
    }

    /// <summary>The elements of all lists, and of rows outside this array where it is a slice. Lent: disposed with this array.</summary>
    public IArrowArray Values { get; }

    /// <summary>Where each list begins in <see cref="Values"/>, and at the end where the last one ends: rows + 1 numbers.</summary>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public ReadOnlySpan<int> ValueOffsets
    {
        get
        {
            CheckAlive();
            return Length == 0 ? [0] : MemoryMarshal.Cast<byte, int>(_offsets.Span).Slice(Offset, Length + 1);
        }
    }

    /// <summary>How many elements a list has; 0 where it is null.</summary>
    public int GetValueLength(int index)
    {
        (int start, int end) = GetRange(index);
        return end - start;
    }

    /// <summary>A list's first element in <see cref="Values"/>, and the one after its last; an empty range where it is null.</summary>
    public (int Start, int End) GetRange(int index)
    {
        CheckIndex(index);
        ReadOnlySpan<int> offsets = ValueOffsets;
        return (offsets[index], IsNullUnchecked(index) ? offsets[index] : offsets[index + 1]);
    }

    /// <summary>A list's elements as an array of their own, which the caller disposes; null where the list is null.</summary>
    public IArrowArray? GetSlicedValues(int index)
    {
        (int start, int end) = GetRange(index);
        return IsNullUnchecked(index) ? null : ArrowArrayFactory.BuildArray(Values.Data.Slice(start, end - start));
    }

    private protected override void ReleaseChildren() => Values.Dispose();
}
