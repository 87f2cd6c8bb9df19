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

    private byte[] _hashes = new byte[256 * HashSize];
    private Extent[] _envelopes = new Extent[256];
    private int[] _slots = new int[1024];
    private byte[] _preimage = new byte[4096];
    private int _count;

    public int Count => _count;

    public void Clear()
    {
        _count = 0;
        Array.Clear(_slots);
    }

    /// <summary>Hashes an envelope and keeps where it stands.</summary>
    public void Add(ReadOnlySpan<byte> ledger, Extent extent)
    {
        if (_count == _envelopes.Length) Grow();
        _envelopes[_count] = extent;
        Span<byte> hash = HashAt(_count);
        Hash(extent.Of(ledger), hash);
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

    private void Hash(ReadOnlySpan<byte> envelope, Span<byte> hash)
    {
        var reader = new XdrReader(envelope);
        EnvelopeType type = EnvelopeTypeXdr.Read(ref reader);
        int body = reader.Position;
        switch (type)
        {
            case EnvelopeType.TxV0:
                TransactionV0.Skip(ref reader);
                break;
            case EnvelopeType.Tx:
                Transaction.Skip(ref reader);
                break;
            default:
                FeeBumpTransaction.Skip(ref reader);
                break;
        }

        // A V0 transaction begins with its key; the V1 transaction it stands for has the key's type (ed25519, 0) before it.
        int prefix = type == EnvelopeType.TxV0 ? 2 * sizeof(int) : sizeof(int);
        ReadOnlySpan<byte> transaction = reader.Since(body);
        int length = networkId.Length + prefix + transaction.Length;
        if (_preimage.Length < length) _preimage = new byte[length * 2];
        Span<byte> preimage = _preimage.AsSpan(0, length);
        networkId.CopyTo(preimage);
        preimage.Slice(networkId.Length, prefix).Clear();
        preimage[networkId.Length + 3] = (byte)(type == EnvelopeType.TxV0 ? EnvelopeType.Tx : type);
        transaction.CopyTo(preimage[(networkId.Length + prefix)..]);
        SHA256.HashData(preimage, hash);
    }
}
