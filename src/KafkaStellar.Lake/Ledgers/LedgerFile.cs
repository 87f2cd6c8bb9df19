using KafkaStellar.Xdr;

namespace KafkaStellar.Lake;

/// <summary>A file of ledgers in memory: a data lake's object (SEP-54), a bare <c>LedgerCloseMeta</c>, or stellar-core's metadata stream; plain, zstd or gzip.</summary>
/// <remarks>
/// Compression and kind are found in the bytes, not in the name. Every ledger's structure is checked exactly once, here. A batch's ledgers are
/// consecutive; a stream's stand as written, and stellar-core may write a ledger again after a crash.
/// </remarks>
public sealed class LedgerFile : IDisposable
{
    /// <summary>1 GiB: a hundred times the largest object in use, and half of what one buffer can hold.</summary>
    public const long DefaultLimit = 1L << 30;

    private readonly RentedBytes? _decompressed;

    private LedgerFile(string name, RentedBytes? decompressed, LedgerFileKind kind, IReadOnlyList<RawLedger> ledgers)
    {
        _decompressed = decompressed;
        Name = name;
        Kind = kind;
        Ledgers = ledgers;
    }

    /// <summary>The file's name, or the object's key.</summary>
    public string Name { get; }

    /// <summary>How the ledgers stand in it.</summary>
    public LedgerFileKind Kind { get; }

    /// <summary>The ledgers in the file's order, at least one. Their bytes are gone after <see cref="Dispose"/>.</summary>
    public IReadOnlyList<RawLedger> Ledgers { get; }

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="limit">How many bytes the decompressed file may have.</param>
    /// <exception cref="LedgerFileException">The file is too large, cannot be decompressed, or is not what it should be.</exception>
    /// <exception cref="UnknownProtocolException">A ledger in it is of a newer protocol than this build knows.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LedgerFile Open(string path, long limit = DefaultLimit)
    {
        long length = new FileInfo(path).Length;
        if (length > limit) throw TooLarge(path, limit);
        return Parse(path, File.ReadAllBytes(path), limit);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="bytes">The file as it is; plain bytes are lent on, so keep them while the ledgers are in use.</param>
    /// <param name="limit">How many bytes the decompressed file may have.</param>
    /// <param name="zstd">A decompressor to use again; without one the call makes its own.</param>
    /// <exception cref="LedgerFileException">The bytes cannot be decompressed or are not what they should be.</exception>
    /// <exception cref="UnknownProtocolException">A ledger in them is of a newer protocol than this build knows.</exception>
    public static LedgerFile Parse(string name, ReadOnlyMemory<byte> bytes, long limit = DefaultLimit, ZstdDecompressor? zstd = null)
    {
        RentedBytes? decompressed = Decompress(name, bytes, limit, zstd);
        try
        {
            if (decompressed is null && bytes.Length > limit) throw TooLarge(name, limit);
            (LedgerFileKind kind, IReadOnlyList<RawLedger> ledgers) = LedgerFileParser.Parse(name, decompressed?.Memory ?? bytes);
            return new LedgerFile(name, decompressed, kind, ledgers);
        }
        catch
        {
            decompressed?.Dispose();
            throw;
        }
    }

    private static RentedBytes? Decompress(string name, ReadOnlyMemory<byte> bytes, long limit, ZstdDecompressor? zstd)
    {
        try
        {
            if (Gzip.IsMember(bytes.Span)) return Gzip.Decompress(bytes, limit);
            if (!Zstd.IsFrame(bytes.Span)) return null;
            if (zstd is not null) return zstd.Decompress(bytes.Span, limit);
            using var own = new ZstdDecompressor();
            return own.Decompress(bytes.Span, limit);
        }
        catch (CompressionException broken)
        {
            throw new LedgerFileException(name, null, null, broken.Message, "Fetch the file again; if it is simply large, raise the limit.", broken);
        }
    }

    private static LedgerFileException TooLarge(string name, long limit) =>
        new(name, null, null, $"the file has more than {limit} bytes", "Cut it into smaller ones, or raise the limit.");

    /// <summary>Gives the memory of the ledgers back.</summary>
    public void Dispose() => _decompressed?.Dispose();
}
