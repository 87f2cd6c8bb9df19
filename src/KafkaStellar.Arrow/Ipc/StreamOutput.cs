using System.Buffers;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>A stream as a buffer writer: gathers 64 KiB at a time in a rented array.</summary>
internal sealed class StreamOutput(Stream stream, bool leaveOpen) : IBufferWriter<byte>, IDisposable
{
    private const int Chunk = 1 << 16;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Chunk);
    private int _used;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _used);
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (Math.Max(sizeHint, 1) > _bytes.Length - _used)
        {
            Flush();
            if (sizeHint > _bytes.Length)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = ArrayPool<byte>.Shared.Rent(sizeHint);
            }
        }

        return _bytes.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Flush()
    {
        stream.Write(_bytes, 0, _used);
        _used = 0;
    }

    /// <summary>Writes nothing more: what was not flushed belongs to a message that failed.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _used = 0;
        if (!leaveOpen)
            stream.Dispose();
    }
}
