using System.Buffers.Binary;

namespace KafkaStellar.Testing;

/// <summary>One file of real ledgers.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Form">How the ledgers stand in it, once decompressed.</param>
public sealed record RealLedgerFile(string Path, LedgerForm Form)
{
    /// <summary>The file's name, without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The file's bytes, decompressed where its name ends in <c>.zst</c>.</summary>
    public byte[] Read()
    {
        byte[] bytes = File.ReadAllBytes(Path);
        return Path.EndsWith(".zst", StringComparison.Ordinal) ? Zstandard.Decompress(bytes) : bytes;
    }

    /// <summary>Each ledger of the file as the XDR of one LedgerCloseMeta, in the file's order.</summary>
    /// <exception cref="InvalidDataException">The file's framing is not that of its form.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> LedgerCloseMetas() => Form switch
    {
        LedgerForm.Bare => [Read()],
        LedgerForm.Batch => [BatchOfOne(Read())],
        _ => Framed(Read()),
    };

    // SEP-54 LedgerCloseMetaBatch: first and last sequence, then the list. These lakes hold one ledger a file.
    private ReadOnlyMemory<byte> BatchOfOne(byte[] bytes)
    {
        const int Header = 3 * sizeof(uint);
        if (bytes.Length < Header || BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)) != 1)
            throw new InvalidDataException($"{Path} is no batch of one ledger.");
        return bytes.AsMemory(Header);
    }

    // RFC 5531 record marking: a length with the top bit set before each ledger.
    private IEnumerable<ReadOnlyMemory<byte>> Framed(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            uint mark = at + 4 <= bytes.Length ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) : 0;
            int length = (int)(mark & 0x7FFF_FFFF);
            if (mark < 0x8000_0000 || length > bytes.Length - at - 4) throw new InvalidDataException($"{Path} has no record mark at byte {at}.");
            yield return bytes.AsMemory(at + 4, length);
            at += 4 + length;
        }
    }
}
