using System.Buffers;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>An array whose size is known before the first byte is written.</summary>
internal sealed class ExactOutput(int length) : IBufferWriter<byte>
{
    private int _used;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(length);

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => Bytes.AsMemory(_used);

    public Span<byte> GetSpan(int sizeHint = 0) => Bytes.AsSpan(_used);
}
