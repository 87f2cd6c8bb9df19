using System.Buffers.Binary;
using System.Numerics;

namespace KafkaStellar.Arrow.Memory;

/// <summary>Bitmaps, least significant bit first (Arrow columnar format, "Validity bitmaps").</summary>
internal static class Bits
{
    public static int BytesFor(int bits) => (int)(((uint)bits + 7) / 8);

    public static bool Get(ReadOnlySpan<byte> bitmap, int index) => (bitmap[index >> 3] >> (index & 7) & 1) != 0;

    /// <summary>How many of <paramref name="length"/> bits from <paramref name="offset"/> are set.</summary>
    public static int CountSet(ReadOnlySpan<byte> bitmap, int offset, int length)
    {
        int count = 0;
        while (length > 0 && (offset & 7) != 0)
        {
            count += Get(bitmap, offset++) ? 1 : 0;
            length--;
        }

        ReadOnlySpan<byte> rest = bitmap.Slice(offset >> 3, BytesFor(length));
        while (length >= 64)
        {
            count += BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            rest = rest[8..];
            length -= 64;
        }

        for (; length > 0; length -= 8, rest = rest[1..])
            count += BitOperations.PopCount((uint)rest[0] & (length >= 8 ? 0xFFu : (1u << length) - 1));
        return count;
    }

    /// <summary>Copies bits to the start of <paramref name="target"/>; what is left of its last byte becomes zero.</summary>
    public static void Copy(ReadOnlySpan<byte> bitmap, int offset, int length, Span<byte> target)
    {
        int bytes = BytesFor(length);
        ReadOnlySpan<byte> source = bitmap[(offset >> 3)..];
        int shift = offset & 7;
        if (shift == 0)
        {
            source[..bytes].CopyTo(target);
        }
        else
        {
            for (int i = 0; i < bytes; i++)
            {
                int high = i + 1 < source.Length ? source[i + 1] : 0;
                target[i] = (byte)(source[i] >> shift | high << (8 - shift));
            }
        }

        if ((length & 7) != 0)
            target[bytes - 1] &= (byte)((1 << (length & 7)) - 1);
    }
}
