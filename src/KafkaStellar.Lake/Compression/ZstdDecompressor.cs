namespace KafkaStellar.Lake;

/// <summary>Decompresses zstd frames (RFC 8878), with or without a declared content size, one caller at a time; its working memory is used again.</summary>
public sealed unsafe class ZstdDecompressor : IDisposable
{
    // 128 MiB: the window zstd itself accepts without being asked; what a frame may make us allocate beside its output.
    private const int WindowLogMax = 27;

    // Ledgers shrink to a fifth; a frame that does not say how much it holds starts with this guess.
    private const int UsualRatio = 5;

    private readonly ZstdContext.ForDecompression _context;

    public ZstdDecompressor()
    {
        _context = ZstdNative.CreateDecompression();
        if (_context.IsInvalid) throw new InsufficientMemoryException("zstd has no memory for a decompression context.");
        ZstdNative.SetParameter(_context, ZstdNative.WindowLogMax, WindowLogMax);
    }

    /// <summary>Decompresses all of <paramref name="compressed"/>: one frame or several, one after the other, and nothing else.</summary>
    /// <param name="compressed">The frames.</param>
    /// <param name="limit">How many bytes may come out, at most 2 GiB; more is a <see cref="CompressionException"/>, found without producing more.</param>
    /// <returns>What came out, rented: dispose it.</returns>
    /// <exception cref="CompressionException">No frame, a cut frame, a wrong checksum, other bytes after the frames, a window over 128 MiB, or too much output.</exception>
    public RentedBytes Decompress(ReadOnlySpan<byte> compressed, long limit)
    {
        ObjectDisposedException.ThrowIf(_context.IsClosed, this);
        if (compressed.IsEmpty) throw new CompressionException(0, "empty, where a zstd frame should be");
        ZstdNative.Reset(_context, ZstdNative.SessionOnly);
        fixed (byte* start = compressed)
        {
            using var output = new RentedBuffer(ExpectedLength(start, compressed.Length, limit), limit);
            var input = new ZstdNative.Buffer { Start = start, Size = (nuint)compressed.Length };
            while (input.Position < input.Size) DecompressFrame(ref input, output, limit);
            return output.Take();
        }
    }

    private void DecompressFrame(ref ZstdNative.Buffer input, RentedBuffer output, long limit)
    {
        nuint frame = input.Position;
        if (!Zstd.IsFrame(new ReadOnlySpan<byte>(input.Start + frame, (int)(input.Size - frame))))
            throw new CompressionException((long)frame, frame == 0 ? "not a zstd frame" : "bytes after the last zstd frame that are not a frame");
        while (true)
        {
            nuint left = Step(ref input, output, frame, out bool hadRoom);
            if (output.IsPastLimit) throw new CompressionException((long)frame, $"the frame holds more than the {limit} bytes allowed");
            if (left == 0) return;
            if (hadRoom && input.Position == input.Size)
                throw new CompressionException((long)input.Size, $"cut: the zstd frame that starts at byte {frame} goes on");
        }
    }

    private nuint Step(ref ZstdNative.Buffer input, RentedBuffer output, nuint frame, out bool hadRoom)
    {
        Span<byte> free = output.Free.Span;
        fixed (byte* target = free)
        fixed (ZstdNative.Buffer* source = &input)
        {
            var step = new ZstdNative.Buffer { Start = target, Size = (nuint)free.Length };
            nuint left = ZstdNative.DecompressStream(_context, &step, source);
            if (ZstdNative.IsError(left) != 0)
                throw new CompressionException((long)input.Position, $"{ZstdNative.ErrorText(left)} (in the zstd frame that starts at byte {frame})");
            output.Advance((int)step.Position);
            hadRoom = step.Position < step.Size;
            return left;
        }
    }

    private static int ExpectedLength(byte* start, int length, long limit)
    {
        ulong declared = ZstdNative.FrameContentSize(start, (nuint)length);
        long expected = declared is ZstdNative.ContentSizeUnknown or ZstdNative.ContentSizeError || declared > (ulong)limit
            ? Math.Max(1 << 16, (long)length * UsualRatio)
            : Math.Max(1L, (long)declared);
        return (int)Math.Min(expected, Math.Min(limit, Array.MaxLength));
    }

    public void Dispose() => _context.Dispose();
}
