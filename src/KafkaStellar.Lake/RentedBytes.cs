using System.Buffers;

namespace KafkaStellar.Lake;

/// <summary>Bytes in a rented buffer: they are gone after <see cref="Dispose"/>.</summary>
public sealed class RentedBytes : IDisposable
{
    private byte[]? _rented;

    internal RentedBytes(byte[] rented, int length)
    {
        _rented = rented;
        Length = length;
    }

    /// <summary>How many bytes.</summary>
    public int Length { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory => Rented.AsMemory(0, Length);

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => Rented.AsSpan(0, Length);

    private byte[] Rented => _rented ?? throw new ObjectDisposedException(nameof(RentedBytes));

    /// <summary>Reads <paramref name="source"/> to its end; null when it holds more than <paramref name="limit"/> bytes.</summary>
    internal static async Task<RentedBytes?> ReadAsync(Stream source, long expected, long limit, CancellationToken stop)
    {
        using var gathered = new RentedBuffer((int)Math.Clamp(expected, 256, 1 << 24), limit);
        while (true)
        {
            int read = await source.ReadAsync(gathered.Free, stop).ConfigureAwait(false);
            if (read == 0) return gathered.Take();
            gathered.Advance(read);
            if (gathered.IsPastLimit) return null;
        }
    }

    /// <summary>A rented copy of <paramref name="bytes"/>.</summary>
    public static RentedBytes Copy(ReadOnlySpan<byte> bytes)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(rented);
        return new RentedBytes(rented, bytes.Length);
    }

    /// <summary>Gives the buffer back. A second call does nothing.</summary>
    public void Dispose()
    {
        byte[]? rented = Interlocked.Exchange(ref _rented, null);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }
}
