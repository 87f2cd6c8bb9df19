using System.Buffers.Binary;
using System.IO.Compression;

namespace KafkaStellar.Lake;

/// <summary>gzip (RFC 1952): recognising and decompressing it. Cuts, wrong checksums and bytes that follow are refused, which .NET's own GZipStream does not do.</summary>
public static unsafe class Gzip
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
    public static RentedBytes Decompress(ReadOnlySpan<byte> compressed, long limit)
    {
        using var output = new RentedBuffer((int)Math.Min(limit, compressed.Length * 5L), limit);
        fixed (byte* start = compressed)
        {
            int position = 0;
            do
            {
                if (!IsMember(compressed[position..])) throw new CompressionException(position, position == 0 ? "not gzip" : "bytes after the last gzip member that are not a member");
                position = DecompressMember(compressed, start, position, output, limit);
            }
            while (position < compressed.Length);
        }

        return output.Take();
    }

    private static int DecompressMember(ReadOnlySpan<byte> compressed, byte* start, int member, RentedBuffer output, long limit)
    {
        int body = member + SkipHeader(compressed[member..], member);
        using var source = new UnmanagedMemoryStream(start + body, compressed.Length - body);
        uint checksum = 0;
        int before = output.Length;
        try
        {
            // At its end DeflateStream sets a seekable source back to the first byte it did not need.
            using var inflate = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
            for (int read; (read = inflate.Read(output.Free.Span)) > 0;)
            {
                checksum = Crc32.Append(checksum, output.Free.Span[..read]);
                output.Advance(read);
                if (output.IsPastLimit) throw new CompressionException(member, $"the member holds more than the {limit} bytes allowed");
            }
        }
        catch (InvalidDataException)
        {
            throw new CompressionException(body + source.Position, $"broken deflate (in the gzip member that starts at byte {member})");
        }

        int trailer = body + (int)source.Position;
        if (compressed.Length - trailer < TrailerLength) throw new CompressionException(compressed.Length, $"cut: the gzip member that starts at byte {member} goes on");
        if (BinaryPrimitives.ReadUInt32LittleEndian(compressed[trailer..]) != checksum)
            throw new CompressionException(trailer, $"a wrong checksum (of the gzip member that starts at byte {member})");
        if (BinaryPrimitives.ReadUInt32LittleEndian(compressed[(trailer + 4)..]) != (uint)(output.Length - before))
            throw new CompressionException(trailer + 4, $"a wrong length (of the gzip member that starts at byte {member})");
        return trailer + TrailerLength;
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
}
