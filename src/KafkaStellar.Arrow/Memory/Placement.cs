using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.Memory;

/// <summary>Where memory lies.</summary>
internal static unsafe class Placement
{
    /// <summary>Whether the first byte lies at a multiple of 8. The collector keeps that when it moves an array.</summary>
    public static bool IsAligned(ReadOnlySpan<byte> span) =>
        ((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span)) & 7) == 0;
}
