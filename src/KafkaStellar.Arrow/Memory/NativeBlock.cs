using System.Buffers;

namespace KafkaStellar.Arrow.Memory;

/// <summary>A finished buffer in pooled native memory, with one owner. After <c>Dispose</c> every use is refused.</summary>
internal sealed unsafe class NativeBlock(byte* start, long capacity, int length) : MemoryManager<byte>
{
    private nint _start = (nint)start;

    public override Span<byte> GetSpan()
    {
        nint start = _start;
        ObjectDisposedException.ThrowIf(start == 0, typeof(ArrowBuffer));
        return new Span<byte>((byte*)start, length);
    }

    /// <summary>Native memory does not move: the handle has nothing to undo, but it must not outlive the block.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, length);
        ObjectDisposedException.ThrowIf(_start == 0, typeof(ArrowBuffer));
        return new MemoryHandle((byte*)_start + elementIndex, default, this);
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing)
    {
        nint start = Interlocked.Exchange(ref _start, 0);
        if (start != 0)
            NativeMemoryPool.Return((byte*)start, capacity);
    }
}
