namespace KafkaStellar.Arrow;

/// <summary>One of an array's buffers: bytes, and where they are owned, their owner.</summary>
public readonly struct ArrowBuffer
{
    private readonly IDisposable? _owner;

    /// <summary>Bytes that something else keeps alive.</summary>
    public ArrowBuffer(ReadOnlyMemory<byte> memory) => Memory = memory;

    internal ArrowBuffer(ReadOnlyMemory<byte> memory, IDisposable owner)
    {
        Memory = memory;
        _owner = owner;
    }

    public static ArrowBuffer Empty => default;

    public ReadOnlyMemory<byte> Memory { get; }

    /// <exception cref="ObjectDisposedException">The arrays that used this buffer are disposed.</exception>
    public ReadOnlySpan<byte> Span => Memory.Span;

    public int Length => Memory.Length;

    public bool IsEmpty => Memory.IsEmpty;

    internal void Release() => _owner?.Dispose();
}
