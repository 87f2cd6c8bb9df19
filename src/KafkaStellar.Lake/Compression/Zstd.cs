using System.Buffers;
using System.Buffers.Binary;

namespace KafkaStellar.Lake;

/// <summary>Zstandard (RFC 8878) by the system's libzstd: recognising frames and making them.</summary>
public static unsafe class Zstd
{
    /// <summary>zstd's own default level.</summary>
    public const int DefaultLevel = 3;

    private const uint FrameMagic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;

    /// <summary>Whether <paramref name="bytes"/> start as a zstd frame does, a skippable one included (RFC 8878 §3.1).</summary>
    public static bool IsFrame(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.TryReadUInt32LittleEndian(bytes, out uint magic) && (magic == FrameMagic || (magic & 0xFFFFFFF0) == SkippableMagic);

    /// <summary>Makes one frame of <paramref name="content"/>, with its size and checksum in it. The same content and level give the same bytes with the same libzstd.</summary>
    /// <param name="content">What to compress.</param>
    /// <param name="level">1 (fast) to 22 (small).</param>
    public static byte[] Compress(ReadOnlySpan<byte> content, int level = DefaultLevel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 22);
        using ZstdContext.ForCompression context = ZstdNative.CreateCompression();
        if (context.IsInvalid) throw new InsufficientMemoryException("zstd has no memory for a compression context.");
        ZstdNative.SetParameter(context, ZstdNative.CompressionLevel, level);
        ZstdNative.SetParameter(context, ZstdNative.ChecksumFlag, 1);
        byte[] rented = ArrayPool<byte>.Shared.Rent(checked((int)ZstdNative.CompressBound((nuint)content.Length)));
        try
        {
            return rented.AsSpan(0, CompressInto(context, content, rented)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int CompressInto(ZstdContext.ForCompression context, ReadOnlySpan<byte> content, byte[] target)
    {
        fixed (byte* source = content)
        fixed (byte* start = target)
        {
            nuint length = ZstdNative.Compress(context, start, (nuint)target.Length, source, (nuint)content.Length);
            if (ZstdNative.IsError(length) != 0) throw new CompressionException(0, ZstdNative.ErrorText(length));
            return (int)length;
        }
    }
}
