namespace KafkaStellar.Lake;

/// <summary>What is to be put into a store: bytes in memory, or a local file of which it stays a copy.</summary>
public sealed class ObjectContent
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private ObjectContent(ReadOnlyMemory<byte> bytes, string? path, long length)
    {
        _bytes = bytes;
        Path = path;
        Length = length;
    }

    /// <summary>The size in bytes.</summary>
    public long Length { get; }

    /// <summary>The local file; null for bytes in memory.</summary>
    public string? Path { get; }

    /// <summary>Bytes in memory.</summary>
    public static ObjectContent Of(ReadOnlyMemory<byte> bytes) => new(bytes, null, bytes.Length);

    /// <summary>A local file, which must stay as it is until the object is put.</summary>
    public static ObjectContent OfFile(string path) => new(default, path, new FileInfo(path).Length);

    /// <summary>Opens the content for reading from its start; for a store's put, which may need it again when it tries again.</summary>
    public Stream Open() => Path is null ? new ReadOnlyMemoryStream(_bytes) : File.OpenRead(Path);
}
