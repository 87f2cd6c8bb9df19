using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>What all arrays share: length, nulls, and a share of the buffers until <see cref="Dispose()"/>.</summary>
public abstract class ArrowArray : IArrowArray
{
    private readonly ReadOnlyMemory<byte> _validity;
    private int _disposed;

    private protected ArrowArray(ArrayData data)
    {
        Data = data;
        Length = data.Length;
        if (data.NullCount > 0 && data.Buffers.Length > 0)
            _validity = data.Buffers[0].Memory;
    }

    public ArrayData Data { get; }

    /// <summary>Rows; 0 once disposed, so that every index is refused.</summary>
    public int Length { get; private set; }

    public int Offset => Data.Offset;

    public int NullCount => Data.NullCount;

    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public bool IsNull(int index)
    {
        CheckIndex(index);
        return IsNullUnchecked(index);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public bool IsValid(int index) => !IsNull(index);

    /// <summary>Gives up this array's share of the memory. Other arrays and slices over the same memory stay valid.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Length = 0;
        ReleaseChildren();
        Data.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected virtual void ReleaseChildren() { }

    // A type without a validity buffer that counts nulls is the null type: all of it is null.
    private protected bool IsNullUnchecked(int index) =>
        Data.NullCount != 0 && (_validity.IsEmpty || !Bits.Get(_validity.Span, Data.Offset + index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Length)
            ThrowIndex(index);
    }

    private protected void CheckAlive() => ObjectDisposedException.ThrowIf(_disposed != 0, this);

    private protected static void CheckType(ArrayData data, ArrowTypeId expected)
    {
        if (data.DataType.TypeId != expected)
            throw new ArgumentException($"The data is {data.DataType}, and this array holds {expected}.", nameof(data));
    }

    [DoesNotReturn]
    private void ThrowIndex(int index)
    {
        CheckAlive();
        throw new ArgumentOutOfRangeException(nameof(index), index, $"The array has {Length} rows.");
    }
}
