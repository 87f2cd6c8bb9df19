using System.Runtime.CompilerServices;

namespace KafkaStellar.Arrow.Memory;

/// <summary>A builder's buffer while it grows: pooled native memory that doubles. The builder counts what is used.</summary>
internal unsafe struct GrowingMemory
{
    public byte* Start;
    public long Capacity;

    /// <summary>What a column may use of <see cref="Capacity"/>.</summary>
    public readonly int Usable => (int)Math.Min(Capacity, int.MaxValue);

    /// <summary>Makes room for <paramref name="needed"/> bytes, of which the first <paramref name="used"/> are kept.</summary>
    /// <exception cref="InvalidOperationException">More than 2³¹−1 bytes: offsets within a column are 32-bit.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Grow(long used, long needed)
    {
        if (needed > int.MaxValue)
            throw new InvalidOperationException($"A column's buffer cannot hold {needed} bytes; the limit is {int.MaxValue}. Build the array earlier.");
        byte* grown = NativeMemoryPool.Rent(Math.Max(needed, Math.Min(Capacity * 2, int.MaxValue)), out long capacity);
        if (Start != null)
        {
            Buffer.MemoryCopy(Start, grown, capacity, used);
            NativeMemoryPool.Return(Start, Capacity);
        }

        Start = grown;
        Capacity = capacity;
    }

    /// <summary>Hands the memory over as a finished buffer, and starts empty.</summary>
    public ArrowBuffer Finish(long used)
    {
        if (Start == null)
            return ArrowBuffer.Empty;
        var block = new NativeBlock(Start, Capacity, checked((int)used));
        this = default;
        return new ArrowBuffer(block.Memory, block);
    }

    public void Free()
    {
        if (Start != null)
            NativeMemoryPool.Return(Start, Capacity);
        this = default;
    }
}
