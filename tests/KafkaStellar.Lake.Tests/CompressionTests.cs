using System.IO.Compression;

namespace KafkaStellar.Lake.Tests;

public sealed class CompressionTests : IDisposable
{
    private const int Limit = 1 << 20;

    private readonly ZstdDecompressor _zstd = new();

    // Half noise, half runs: no trivial frame, and a checksum that covers something.
    private static readonly byte[] s_content = Content(300_000);

    public void Dispose() => _zstd.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(19)]
    public void What_zstd_compressed_comes_back(int level)
    {
        using RentedBytes back = _zstd.Decompress(Zstd.Compress(s_content, level), Limit);

        back.Span.SequenceEqual(s_content).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_compresses_to_a_frame_that_holds_nothing()
    {
        using RentedBytes back = _zstd.Decompress(Zstd.Compress([]), 0);

        back.Length.ShouldBe(0);
    }

    [Fact]
    public void Several_zstd_frames_are_one_content_and_skippable_ones_are_passed_over()
    {
        byte[] skippable = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];

        using RentedBytes back = _zstd.Decompress([.. skippable, .. Zstd.Compress("one "u8), .. skippable, .. Zstd.Compress("two"u8)], Limit);

        back.Span.SequenceEqual("one two"u8).ShouldBeTrue();
    }

    [Fact]
    public void Exactly_the_limit_passes_and_one_byte_more_does_not()
    {
        byte[] frame = Zstd.Compress(s_content);

        using (RentedBytes back = _zstd.Decompress(frame, s_content.Length)) back.Length.ShouldBe(s_content.Length);
        Should.Throw<CompressionException>(() => _zstd.Decompress(frame, s_content.Length - 1)).Problem.ShouldContain($"more than the {s_content.Length - 1} bytes allowed");
    }

    [Fact]
    public void A_bomb_ends_at_the_limit_without_being_produced()
    {
        byte[] bomb = Zstd.Compress(new byte[256 << 20], 1);
        bomb.Length.ShouldBeLessThan(100_000);
        long before = GC.GetTotalAllocatedBytes();

        Should.Throw<CompressionException>(() => _zstd.Decompress(bomb, Limit));

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void A_window_beyond_128_MiB_is_refused_before_memory_is_taken_for_it()
    {
        // Magic, descriptor without single segment, window exponent 20 (2^30), then a raw block of one byte.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 20 << 3, 0x09, 0x00, 0x00, 0x41];

        Should.Throw<CompressionException>(() => _zstd.Decompress(frame, Limit)).Problem.ShouldContain("too much memory");
    }

    [Fact]
    public void Every_cut_of_a_zstd_frame_is_refused()
    {
        byte[] frame = Zstd.Compress(s_content.AsSpan(0, 2000));

        for (int length = 0; length < frame.Length; length++)
            Should.Throw<CompressionException>(() => _zstd.Decompress(frame.AsSpan(0, length), Limit)).Offset.ShouldBeLessThanOrEqualTo(length);
    }

    [Fact]
    public void Every_flipped_bit_of_a_zstd_frame_is_refused_or_changes_nothing()
    {
        byte[] frame = Zstd.Compress(s_content.AsSpan(0, 2000));
        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                using RentedBytes back = _zstd.Decompress(frame, Limit);
                back.Span.SequenceEqual(s_content.AsSpan(0, 2000)).ShouldBeTrue($"bit {bit} changed the content");
            }
            catch (CompressionException)
            {
                // refused, as it should be
            }

            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void Bytes_after_a_zstd_frame_are_refused_where_they_start(int count)
    {
        byte[] frame = Zstd.Compress(s_content);

        var refused = Should.Throw<CompressionException>(() => _zstd.Decompress([.. frame, .. new byte[count]], Limit));

        refused.Offset.ShouldBe(frame.Length);
        refused.Problem.ShouldContain("not a frame");
    }

    [Fact]
    public void A_decompressor_is_good_again_after_a_failure()
    {
        byte[] frame = Zstd.Compress(s_content);
        Should.Throw<CompressionException>(() => _zstd.Decompress(frame.AsSpan(0, frame.Length / 2), Limit));

        using RentedBytes back = _zstd.Decompress(frame, Limit);

        back.Span.SequenceEqual(s_content).ShouldBeTrue();
    }

    [Fact]
    public void Gzip_members_come_back_one_after_the_other()
    {
        using RentedBytes back = Gzip.Decompress((byte[])[.. Gz("one "u8.ToArray()), .. Gz(s_content)], Limit);

        back.Span.SequenceEqual([.. "one "u8, .. s_content]).ShouldBeTrue();
    }

    [Fact]
    public void Gzip_with_a_name_a_comment_an_extra_field_and_a_header_checksum_is_read()
    {
        byte[] plain = Gz("text"u8.ToArray());
        byte[] member = [.. plain[..3], 0x1E, .. plain[4..10], 2, 0, 7, 7, .. "name\0"u8, .. "comment\0"u8, 9, 9, .. plain[10..]];

        using RentedBytes back = Gzip.Decompress(member, Limit);

        back.Span.SequenceEqual("text"u8).ShouldBeTrue();
    }

    [Fact]
    public void Every_cut_of_gzip_is_refused()
    {
        byte[] member = Gz(s_content[..500]);

        for (int length = 0; length < member.Length; length++)
            Should.Throw<CompressionException>(() => Gzip.Decompress(member.AsMemory(0, length), Limit));
    }

    [Fact]
    public void Gzip_with_a_wrong_checksum_length_or_tail_or_too_much_in_it_is_refused()
    {
        byte[] member = Gz(s_content);
        byte[] Flipped(int fromEnd)
        {
            byte[] copy = [.. member];
            copy[^fromEnd] ^= 1;
            return copy;
        }

        Should.Throw<CompressionException>(() => Gzip.Decompress(Flipped(8), Limit)).Problem.ShouldContain("checksum");
        Should.Throw<CompressionException>(() => Gzip.Decompress(Flipped(4), Limit)).Problem.ShouldContain("length");
        Should.Throw<CompressionException>(() => Gzip.Decompress((byte[])[.. member, 0], Limit)).Offset.ShouldBe(member.Length);
        Should.Throw<CompressionException>(() => Gzip.Decompress(member, s_content.Length - 1)).Problem.ShouldContain("allowed");
    }

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(11).NextBytes(content.AsSpan(0, length / 2));
        for (int i = length / 2; i < length; i++) content[i] = (byte)(i / 97);
        return content;
    }

    private static byte[] Gz(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal)) gzip.Write(content);
        return target.ToArray();
    }
}
