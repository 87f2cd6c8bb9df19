using System.Buffers;

namespace KafkaStellar.Lake;

/// <summary>A rented buffer that grows while it is filled, never past a limit plus the one byte that shows the limit was passed.</summary>
internal sealed class RentedBuffer : IDisposable
{
    private readonly int _most;
    private byte[]? _rented;
    private int _length;

    internal RentedBuffer(int expected, long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _most = (int)Math.Min(limit + 1, Array.MaxLength);
        _rented = ArrayPool<byte>.Shared.Rent(Math.Clamp(expected, 1, _most));
    }

    /// <summary>How many bytes were filled in.</summary>
    internal int Length => _length;

    /// <summary>Whether more was filled in than the limit allows.</summary>
    internal bool IsPastLimit => _length == _most;

    /// <summary>Where the next bytes go; never empty while the limit is not passed.</summary>
    internal Memory<byte> Free
    {
        get
        {
            if (_length == Capacity && Capacity < _most) Grow();
            return _rented.AsMemory(_length, Capacity - _length);
        }
    }

    private int Capacity => Math.Min(_rented!.Length, _most);

    /// <summary><paramref name="count"/> bytes of <see cref="Free"/> were filled in.</summary>
    internal void Advance(int count) => _length += count;

    /// <summary>Hands the bytes over; the buffer is then empty-handed.</summary>
    internal RentedBytes Take()
    {
        var bytes = new RentedBytes(_rented!, _length);
        _rented = null;
        return bytes;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_most, _rented!.Length * 2L));
        _rented.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_rented!);
        _rented = larger;
    }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }
}
