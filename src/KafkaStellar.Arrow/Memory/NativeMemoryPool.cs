using System.Numerics;
using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.Memory;

/// <summary>Native memory for builders, kept for reuse once it has been given back.</summary>
/// <remarks>
/// Blocks are aligned to 64 bytes, as the Arrow columnar format recommends, and have sizes of a power of two from 4 KiB.
/// At most <see cref="MaxBytesKept"/> wait here; blocks above 64 MiB are never kept. Safe for many threads.
/// </remarks>
public static unsafe class NativeMemoryPool
{
    public const int Alignment = 64;

    /// <summary>128 MiB: a few hundred columns of a large ledger, and little beside what a worker uses.</summary>
    public const long MaxBytesKept = 128L << 20;

    private const int SmallestShift = 12;
    private const int LargestShift = 26;

    private static readonly Lock Gate = new();
    private static readonly Stack<nint>[] Free = [.. Enumerable.Range(SmallestShift, LargestShift - SmallestShift + 1).Select(_ => new Stack<nint>())];
    private static long _kept;
    private static long _inUse;

    /// <summary>Bytes that builders and arrays hold now.</summary>
    public static long BytesInUse => Interlocked.Read(ref _inUse);

    /// <summary>Bytes that wait for reuse.</summary>
    public static long BytesKept => Interlocked.Read(ref _kept);

    /// <summary>Gives what waits for reuse back to the operating system.</summary>
    public static void Trim()
    {
        lock (Gate)
        {
            foreach (Stack<nint> blocks in Free)
            {
                while (blocks.TryPop(out nint block))
                    NativeMemory.AlignedFree((void*)block);
            }

            _kept = 0;
        }
    }

    /// <summary>At least <paramref name="minimum"/> bytes, not cleared.</summary>
    internal static byte* Rent(long minimum, out long capacity)
    {
        int shift = ShiftFor(Math.Max(minimum, 1));
        capacity = shift <= LargestShift ? 1L << shift : (minimum + Alignment - 1) & -Alignment;
        Interlocked.Add(ref _inUse, capacity);
        if (shift <= LargestShift)
        {
            lock (Gate)
            {
                if (Free[shift - SmallestShift].TryPop(out nint block))
                {
                    _kept -= capacity;
                    return (byte*)block;
                }
            }
        }

        return (byte*)NativeMemory.AlignedAlloc((nuint)capacity, Alignment);
    }

    internal static void Return(byte* block, long capacity)
    {
        Interlocked.Add(ref _inUse, -capacity);
        if (capacity <= 1L << LargestShift)
        {
            lock (Gate)
            {
                if (_kept + capacity <= MaxBytesKept)
                {
                    Free[ShiftFor(capacity) - SmallestShift].Push((nint)block);
                    _kept += capacity;
                    return;
                }
            }
        }

        NativeMemory.AlignedFree(block);
    }

    private static int ShiftFor(long bytes) =>
        Math.Max(SmallestShift, 64 - BitOperations.LeadingZeroCount((ulong)bytes - 1));
}
