using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>The envelopes of one ledger by transaction hash. Its memory is kept from ledger to ledger.</summary>
/// <remarks>
/// A hash is SHA-256 over the network id, the envelope type and the transaction without its signatures (CAP-15 for fee bumps).
/// A V0 envelope is hashed as the V1 transaction it stands for.
/// </remarks>
internal sealed class EnvelopeIndex(byte[] networkId)
{
    private const int HashSize = 32;

    // Kept for the life of its thread: making one costs more than hashing a transaction with it.
    [ThreadStatic]
    private static IncrementalHash? t_sha256;

    private byte[] _hashes = new byte[256 * HashSize];
    private Extent[] _envelopes = new Extent[256];
    private int[] _slots = new int[1024];
    private int _count;

    public int Count => _count;

    public void Clear()
    {
        _count = 0;
        Array.Clear(_slots);
    }

    /// <summary>Passes over what the signatures of an envelope sign: its type and its transaction.</summary>
    /// <returns>The length of it.</returns>
    public static int SkipSigned(scoped ref XdrReader reader)
    {
        int start = reader.Position;
        switch (EnvelopeTypeXdr.Read(ref reader))
        {
            case EnvelopeType.TxV0: TransactionV0.Skip(ref reader); break;
            case EnvelopeType.Tx: Transaction.Skip(ref reader); break;
            case EnvelopeType.TxFeeBump: FeeBumpTransaction.Skip(ref reader); break;
            case EnvelopeType other: throw XdrException.Unknown(start, "TransactionEnvelope", (int)other);
        }

        return reader.Position - start;
    }

    /// <summary>Hashes an envelope, whose first <paramref name="signedLength"/> bytes are signed, and keeps where it stands.</summary>
    public void Add(ReadOnlySpan<byte> ledger, Extent extent, int signedLength)
    {
        if (_count == _envelopes.Length) Grow();
        _envelopes[_count] = extent;
        Span<byte> hash = HashAt(_count);
        Hash(ledger.Slice(extent.Start, signedLength), hash);
        _count++;
        Place(_count - 1);
    }

    /// <summary>The envelope whose transaction has this hash.</summary>
    public bool TryFind(ReadOnlySpan<byte> hash, out Extent envelope)
    {
        int mask = _slots.Length - 1;
        for (int slot = Bucket(hash) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int index = _slots[slot] - 1;
            if (!HashAt(index).SequenceEqual(hash)) continue;
            envelope = _envelopes[index];
            return true;
        }

        envelope = default;
        return false;
    }

    private Span<byte> HashAt(int index) => _hashes.AsSpan(index * HashSize, HashSize);

    private static int Bucket(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<int>(hash);

    private void Place(int index)
    {
        int mask = _slots.Length - 1;
        int slot = Bucket(HashAt(index)) & mask;
        while (_slots[slot] != 0) slot = (slot + 1) & mask;
        _slots[slot] = index + 1;
    }

    private void Grow()
    {
        Array.Resize(ref _envelopes, _envelopes.Length * 2);
        Array.Resize(ref _hashes, _hashes.Length * 2);
        _slots = new int[_slots.Length * 2];
        for (int i = 0; i < _count; i++) Place(i);
    }

    // A V0 transaction begins with its key; the V1 transaction it stands for has the key's type (ed25519, 0) before it.
    private void Hash(ReadOnlySpan<byte> signed, Span<byte> hash)
    {
        Span<byte> prefix = stackalloc byte[2 * sizeof(int)];
        prefix.Clear();
        bool isV0 = signed[..sizeof(int)].SequenceEqual(prefix[..sizeof(int)]);
        prefix[3] = (byte)EnvelopeType.Tx;
        IncrementalHash sha256 = t_sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(networkId);
        if (isV0) sha256.AppendData(prefix);
        sha256.AppendData(isV0 ? signed[sizeof(int)..] : signed);
        sha256.GetHashAndReset(hash);
    }
}
