using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of byte strings of any length.</summary>
public abstract class VariableBinaryArray : ArrowArray
{
    private readonly ReadOnlyMemory<byte> _offsets;
    private readonly ReadOnlyMemory<byte> _values;

    private protected VariableBinaryArray(ArrayData data, ArrowTypeId type) : base(data)
    {
        CheckType(data, type);
        _offsets = data.Buffers[1].Memory;
        _values = data.Buffers[2].Memory;
    }

    /// <summary>Where each value begins in <see cref="ValueBuffer"/>, and at the end where the last one ends: rows + 1 numbers.</summary>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public ReadOnlySpan<int> ValueOffsets
    {
        get
        {
            CheckAlive();
            return Length == 0 ? [0] : MemoryMarshal.Cast<byte, int>(_offsets.Span).Slice(Offset, Length + 1);
        }
    }

    /// <summary>The bytes of all values, and of rows outside this array where it is a slice.</summary>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public ReadOnlySpan<byte> ValueBuffer
    {
        get
        {
            CheckAlive();
            return _values.Span;
        }
    }

    /// <summary>The value's bytes, none where it is null. Valid until the array is disposed.</summary>
    public ReadOnlySpan<byte> GetBytes(int index)
    {
        CheckIndex(index);
        if (IsNullUnchecked(index))
            return default;
        ReadOnlySpan<byte> pair = _offsets.Span.Slice((Offset + index) * sizeof(int), 2 * sizeof(int));
        int start = BinaryPrimitives.ReadInt32LittleEndian(pair);
        return _values.Span[start..BinaryPrimitives.ReadInt32LittleEndian(pair[sizeof(int)..])];
    }

    /// <summary>The value's bytes as memory, none where it is null. Valid until the array is disposed.</summary>
    public ReadOnlyMemory<byte> GetMemory(int index)
    {
        CheckIndex(index);
        if (IsNullUnchecked(index))
            return default;
        ReadOnlySpan<int> pair = ValueOffsets.Slice(index, 2);
        return _values[pair[0]..pair[1]];
    }
}
