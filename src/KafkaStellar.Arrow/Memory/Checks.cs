using System.Numerics;
using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.Memory;

/// <summary>What must hold of buffers that others wrote, before values are looked up through them.</summary>
internal static class Checks
{
    /// <summary>The first place where an offset is greater than the next one, or −1.</summary>
    public static int FirstFall(ReadOnlySpan<int> offsets)
    {
        int i = 0;
        for (; i + Vector<int>.Count < offsets.Length; i += Vector<int>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<int>(offsets[i..]), new Vector<int>(offsets[(i + 1)..])))
                break;
        }

        for (; i + 1 < offsets.Length; i++)
        {
            if (offsets[i] > offsets[i + 1])
                return i;
        }

        return -1;
    }

    /// <summary>The first valid row whose index is not below <paramref name="count"/>, or −1.</summary>
    /// <param name="indices">One a row.</param>
    /// <param name="count">How many texts there are.</param>
    /// <param name="validity">The bitmap, empty where all rows are valid.</param>
    /// <param name="offset">The bit of the first row.</param>
    public static int FirstOutside(ReadOnlySpan<int> indices, int count, ReadOnlySpan<byte> validity, int offset)
    {
        ReadOnlySpan<uint> unsigned = MemoryMarshal.Cast<int, uint>(indices);
        for (int i = 0; i < unsigned.Length; i++)
        {
            if (unsigned[i] >= (uint)count && (validity.IsEmpty || Bits.Get(validity, offset + i)))
                return i;
        }

        return -1;
    }

    /// <summary>The first row that is null although its struct is not, or −1.</summary>
    public static int FirstStrayNull(ReadOnlySpan<byte> parent, int parentOffset, ReadOnlySpan<byte> child, int childOffset, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (!Bits.Get(child, childOffset + i) && (parent.IsEmpty || Bits.Get(parent, parentOffset + i)))
                return i;
        }

        return -1;
    }
}
