using System.Buffers;

namespace KafkaStellar.Arrow.C;

/// <summary>A buffer that native code lent with an array; refused once the array is released.</summary>
internal sealed unsafe class ForeignMemory(ImportedArray array, byte* start, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(array.IsReleased, typeof(ArrowBuffer));
        return new Span<byte>(start, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(array.IsReleased, typeof(ArrowBuffer));
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, length);
        return new MemoryHandle(start + elementIndex, default, this);
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }
}
