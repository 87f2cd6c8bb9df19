using KafkaStellar.Xdr;

namespace KafkaStellar.Lake;

/// <summary>One ledger as its source gave it: the bytes of a <c>LedgerCloseMeta</c> of sound structure, and what its header says.</summary>
/// <remarks>The bytes are lent by the file or object it came from, and gone when that is disposed.</remarks>
public sealed class RawLedger
{
    private readonly int _hashAt;
    private readonly int _headerLength;

    private RawLedger(ReadOnlyMemory<byte> xdr, int hashAt, in LedgerHeaderHistoryEntry entry)
    {
        Xdr = xdr;
        _hashAt = hashAt;
        _headerLength = entry.Header.Xdr.Length;
        Sequence = entry.Header.LedgerSeq;
        ProtocolVersion = entry.Header.LedgerVersion;
        CloseTime = entry.Header.ScpValue.CloseTime;
    }

    /// <summary>The bytes of the <c>LedgerCloseMeta</c>, exactly.</summary>
    public ReadOnlyMemory<byte> Xdr { get; }

    /// <summary>The ledger sequence.</summary>
    public uint Sequence { get; }

    /// <summary>The protocol the ledger closed under.</summary>
    public uint ProtocolVersion { get; }

    /// <summary>When the ledger closed, in Unix seconds.</summary>
    public ulong CloseTime { get; }

    /// <summary>The ledger's hash as its source states it, 32 bytes; <see cref="HashIsTrue"/> checks it.</summary>
    public ReadOnlySpan<byte> Hash => Xdr.Span.Slice(_hashAt, 32);

    /// <summary>The hash of the ledger before, 32 bytes.</summary>
    public ReadOnlySpan<byte> PreviousHash => HeaderXdr.Slice(4, 32);

    /// <summary>The bytes of the <c>LedgerHeader</c>.</summary>
    public ReadOnlySpan<byte> HeaderXdr => Xdr.Span.Slice(_hashAt + 32, _headerLength);

    /// <summary>Whether <see cref="Hash"/> is the SHA-256 of the header, as the network defines it.</summary>
    public bool HashIsTrue()
    {
        Span<byte> actual = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(HeaderXdr, actual);
        return actual.SequenceEqual(Hash);
    }

    /// <summary>Reads the <c>LedgerCloseMeta</c> that <paramref name="reader"/> stands at, checking its whole structure once.</summary>
    /// <param name="reader">A reader over <paramref name="bytes"/>; it is left behind the ledger.</param>
    /// <param name="bytes">What the reader reads.</param>
    /// <param name="sequence">The ledger's sequence as what stands around it tells, for the sentence about one that cannot be read.</param>
    /// <exception cref="UnknownProtocolException">It is of a newer protocol than the definitions describe.</exception>
    /// <exception cref="XdrException">The bytes are no <c>LedgerCloseMeta</c>.</exception>
    internal static RawLedger Read(scoped ref XdrReader reader, ReadOnlyMemory<byte> bytes, uint? sequence)
    {
        int start = reader.Position;
        try
        {
            LedgerCloseMeta.Skip(ref reader);
        }
        catch (XdrException problem) when (UnknownProtocolException.Find(bytes.Span[start..], sequence, problem) is { } unknown)
        {
            throw unknown;
        }

        RawLedger ledger = Of(bytes[start..reader.Position]);
        UnknownProtocolException.ThrowIfNewer(ledger.Sequence, ledger.ProtocolVersion);
        return ledger;
    }

    /// <summary>Takes bytes that must be exactly one <c>LedgerCloseMeta</c>; anything else is an <see cref="XdrException"/>.</summary>
    /// <exception cref="UnknownProtocolException">It is of a newer protocol than the definitions describe.</exception>
    public static RawLedger Parse(ReadOnlyMemory<byte> xdr)
    {
        var reader = new XdrReader(xdr.Span);
        RawLedger ledger = Read(ref reader, xdr, null);
        reader.End();
        return ledger;
    }

    // V0 has the header right after its discriminant, V1 and V2 an extension before it.
    private static RawLedger Of(ReadOnlyMemory<byte> xdr)
    {
        var reader = new XdrReader(xdr.Span);
        if (reader.ReadInt32() != 0) LedgerCloseMetaExt.Skip(ref reader);
        return new RawLedger(xdr, reader.Position, LedgerHeaderHistoryEntry.Read(ref reader));
    }
}
