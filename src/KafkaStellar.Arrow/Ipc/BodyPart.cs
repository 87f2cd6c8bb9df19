using System.Buffers;
using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Memory;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>One buffer of a message's body: which bytes of which array, and what is done to them on the way.</summary>
/// <param name="source">The array's buffer.</param>
/// <param name="start">The first byte taken; the first bit where bits are taken.</param>
/// <param name="length">Bytes written.</param>
/// <param name="bits">Bits taken, 0 where bytes are.</param>
/// <param name="rebase">Subtracted from each 32-bit offset, so that a slice's offsets begin at 0.</param>
internal readonly struct BodyPart(ReadOnlyMemory<byte> source, int start, int length, int bits = 0, int rebase = 0)
{
    private const int Chunk = 1 << 14;

    public int Length => length;

    /// <summary>Writes the buffer, and zeros up to the next multiple of 8.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        if (bits != 0)
            WriteBits(output);
        else if (rebase != 0)
            WriteRebased(output);
        else if (length > 0)
            output.Write(source.Span.Slice(start, length));
        int padding = (int)(Wire.Aligned(length) - length);
        if (padding > 0)
        {
            output.GetSpan(padding)[..padding].Clear();
            output.Advance(padding);
        }
    }

    private void WriteBits(IBufferWriter<byte> output)
    {
        for (int done = 0; done < length; done += Chunk)
        {
            int bytes = Math.Min(Chunk, length - done);
            Bits.Copy(source.Span, start + done * 8, Math.Min(bits - done * 8, bytes * 8), output.GetSpan(bytes));
            output.Advance(bytes);
        }
    }

    private void WriteRebased(IBufferWriter<byte> output)
    {
        for (int done = 0; done < length; done += Chunk)
        {
            int bytes = Math.Min(Chunk, length - done);
            ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(source.Span.Slice(start + done, bytes));
            Span<int> target = MemoryMarshal.Cast<byte, int>(output.GetSpan(bytes));
            for (int i = 0; i < offsets.Length; i++)
                target[i] = offsets[i] - rebase;
            output.Advance(bytes);
        }
    }
}
