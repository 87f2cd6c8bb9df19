using System.Buffers.Binary;
using System.IO.Compression;

namespace KafkaStellar.Lake;

/// <summary>gzip (RFC 1952): recognising and decompressing it. Cuts, wrong checksums and bytes that follow are refused, which .NET's own GZipStream does not do.</summary>
public static class Gzip
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    /// <summary>Whether <paramref name="bytes"/> start as a gzip member with deflate does (RFC 1952 §2.3).</summary>
    public static bool IsMember(ReadOnlySpan<byte> bytes) => bytes is [0x1F, 0x8B, 8, ..];

    /// <summary>Decompresses all of <paramref name="compressed"/>: one member or several, one after the other, and nothing else.</summary>
    /// <param name="compressed">The members.</param>
    /// <param name="limit">How many bytes may come out; more is a <see cref="CompressionException"/>, found without producing more.</param>
    /// <returns>What came out, rented: dispose it.</returns>
    /// <exception cref="CompressionException">No member, a cut, a wrong checksum or length, other bytes after the members, or too much output.</exception>
    public static RentedBytes Decompress(ReadOnlyMemory<byte> compressed, long limit) =>
        TryDecompressOne(compressed, limit) ?? DecompressEach(compressed, limit);

    // Where the last eight bytes are the trailer of what the first member holds, the file is that member: the usual case, in large steps.
    private static RentedBytes? TryDecompressOne(ReadOnlyMemory<byte> compressed, long limit)
    {
        if (!IsMember(compressed.Span)) throw new CompressionException(0, "not gzip");
        using var output = new RentedBuffer((int)Math.Min(limit, compressed.Length * 5L), limit);
        try
        {
            using var source = new ReadOnlyMemoryStream(compressed[SkipHeader(compressed.Span, 0)..]);
            Held held = Inflate(source, output, 0, limit);
            return compressed.Length >= TrailerLength && held.TrailerProblem(compressed.Span[^TrailerLength..]) is null ? output.Take() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // DeflateStream does not say how much of its source it needed. Fed byte by byte it takes no more than that, at 20 MB/s.
    private static RentedBytes DecompressEach(ReadOnlyMemory<byte> compressed, long limit)
    {
        using var output = new RentedBuffer((int)Math.Min(limit, compressed.Length * 5L), limit);
        for (int position = 0; position < compressed.Length;)
        {
            if (!IsMember(compressed.Span[position..])) throw new CompressionException(position, "bytes after the last gzip member that are not a member");
            position = DecompressMember(compressed, position, output, limit);
        }

        return output.Take();
    }

    private static int DecompressMember(ReadOnlyMemory<byte> compressed, int member, RentedBuffer output, long limit)
    {
        int body = member + SkipHeader(compressed.Span[member..], member);
        using var source = new ReadOnlyMemoryStream(compressed[body..], bytesPerRead: 1);
        try
        {
            Held held = Inflate(source, output, member, limit);
            int trailer = body + (int)source.Position;
            if (compressed.Length - trailer < TrailerLength) throw new CompressionException(compressed.Length, $"cut: the gzip member that starts at byte {member} goes on");
            if (held.TrailerProblem(compressed.Span[trailer..]) is { } problem) throw new CompressionException(trailer, $"{problem} (of the gzip member that starts at byte {member})");
            return trailer + TrailerLength;
        }
        catch (InvalidDataException)
        {
            throw new CompressionException(body + source.Position, $"broken deflate (in the gzip member that starts at byte {member})");
        }
    }

    private static Held Inflate(Stream source, RentedBuffer output, int member, long limit)
    {
        var held = new Held(0, 0);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
        while (true)
        {
            Span<byte> free = output.Free.Span;
            int count = inflate.Read(free);
            if (count == 0) return held;
            held = new Held(Crc32.Append(held.Checksum, free[..count]), held.Length + (uint)count);
            output.Advance(count);
            if (output.IsPastLimit) throw new CompressionException(member, $"the member holds more than the {limit} bytes allowed");
        }
    }

    // FLG: 2 header CRC, 4 extra field, 8 file name, 16 comment; the other bits must be zero (RFC 1952 §2.3.1).
    private static int SkipHeader(ReadOnlySpan<byte> member, int offset)
    {
        if (member.Length < HeaderLength) throw new CompressionException(offset + member.Length, "cut in a gzip header");
        byte flags = member[3];
        if ((flags & 0xE0) != 0) throw new CompressionException(offset + 3, "gzip flags that no version defines");
        int length = HeaderLength;
        if ((flags & 4) != 0) length += 2 + (length + 2 <= member.Length ? BinaryPrimitives.ReadUInt16LittleEndian(member[length..]) : 0);
        if ((flags & 8) != 0) length = PastZero(member, length);
        if ((flags & 16) != 0) length = PastZero(member, length);
        if ((flags & 2) != 0) length += 2;
        return length <= member.Length ? length : throw new CompressionException(offset + member.Length, "cut in a gzip header");
    }

    private static int PastZero(ReadOnlySpan<byte> member, int start)
    {
        int length = start < member.Length ? member[start..].IndexOf((byte)0) : -1;
        return length < 0 ? member.Length + 1 : start + length + 1;
    }

    /// <summary>What a member holds, as its trailer should say: CRC-32 and length mod 2³² (RFC 1952 §2.3.1).</summary>
    private readonly record struct Held(uint Checksum, uint Length)
    {
        /// <summary>How the trailer disagrees; null when it does not.</summary>
        internal string? TrailerProblem(ReadOnlySpan<byte> trailer)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != Checksum) return "a wrong checksum";
            return BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != Length ? "a wrong length" : null;
        }
    }
}
