namespace KafkaStellar.Arrow.Ipc;

/// <summary>The bytes of a stream, taken in order: lent out of memory, or copied out of a <see cref="Stream"/>.</summary>
internal sealed class MessageInput
{
    private const int FirstRead = 1 << 20; // a length is believed only as far as bytes arrive

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly Stream? _stream;

    public MessageInput(ReadOnlyMemory<byte> memory) => _memory = memory;

    public MessageInput(Stream stream) => _stream = stream;

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>The next bytes.</summary>
    /// <exception cref="ArrowFormatException">There are fewer.</exception>
    public ReadOnlyMemory<byte> Take(long count, string what)
    {
        if (count > Array.MaxLength)
            throw new ArrowFormatException(Position, $"{what} of {count} bytes; {Array.MaxLength} is the limit");
        ReadOnlyMemory<byte> taken = _stream is null ? Lend((int)count, what) : Copy((int)count, what);
        Position += count;
        return taken;
    }

    private ReadOnlyMemory<byte> Lend(int count, string what)
    {
        long left = _memory.Length - Position;
        return count <= left ? _memory.Slice((int)Position, count) : throw Short(count, left, what);
    }

    private ReadOnlyMemory<byte> Copy(int count, string what)
    {
        byte[] bytes = new byte[Math.Min(count, FirstRead)];
        int read = 0;
        while (true)
        {
            read += _stream!.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
            if (read < bytes.Length)
                throw Short(count, read, what);
            if (read == count)
                return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, bytes.Length * 2L));
        }
    }

    private ArrowFormatException Short(int count, long left, string what) =>
        new(Position, $"the input ends after {left} of {count} bytes of {what}");
}
