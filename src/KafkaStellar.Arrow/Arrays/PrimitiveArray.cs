using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>Values of one fixed width that .NET has a type for, one after the other.</summary>
public abstract class PrimitiveArray<T> : ArrowArray
    where T : unmanaged
{
    private readonly ReadOnlyMemory<byte> _values;

    private protected PrimitiveArray(ArrayData data, ArrowTypeId type) : base(data)
    {
        CheckType(data, type);
        _values = data.Buffers[1].Memory;
    }

    /// <summary>All rows; where a row is null, the value there means nothing. Valid until the array is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public ReadOnlySpan<T> Values
    {
        get
        {
            CheckAlive();
            return Length == 0 ? default : MemoryMarshal.Cast<byte, T>(_values.Span).Slice(Offset, Length);
        }
    }

    /// <summary>The value, or null.</summary>
    public T? GetValue(int index)
    {
        CheckIndex(index);
        return IsNullUnchecked(index) ? null : MemoryMarshal.Cast<byte, T>(_values.Span)[Offset + index];
    }
}
