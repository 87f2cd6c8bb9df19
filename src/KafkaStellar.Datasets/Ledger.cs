using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>One closed ledger, read and joined by <see cref="LedgerWalk"/>; it lends the bytes it was read from.</summary>
public readonly ref struct Ledger
{
    private const int HashSize = 32;

    private readonly LedgerParts _parts;
    private readonly EnvelopeIndex _envelopes;
    private readonly ReadOnlySpan<Extent> _set;
    private readonly ReadOnlySpan<TransactionParts> _transactions;

    internal Ledger(ReadOnlySpan<byte> xdr, LedgerParts parts, LedgerHeaderHistoryEntry entry, EnvelopeIndex envelopes, ReadOnlySpan<Extent> set, ReadOnlySpan<TransactionParts> transactions)
    {
        Xdr = xdr;
        Hash = entry.Hash;
        Header = entry.Header;
        _parts = parts;
        _envelopes = envelopes;
        _set = set;
        _transactions = transactions;
    }

    /// <summary>The whole LedgerCloseMeta.</summary>
    public ReadOnlySpan<byte> Xdr { get; }

    /// <summary>The ledger's hash as the meta gives it, 32 bytes; SHA-256 of the header's XDR on a real network.</summary>
    public ReadOnlySpan<byte> Hash { get; }

    /// <summary>The header.</summary>
    public LedgerHeader Header { get; }

    /// <summary>The ledger's sequence.</summary>
    public uint Sequence => Header.LedgerSeq;

    /// <summary>When it closed, in microseconds since 1970 UTC; consensus counts seconds. Past the last time that fits, the last that does.</summary>
    public long ClosedAtMicroseconds => (long)Math.Min(Header.ScpValue.CloseTime, long.MaxValue / 1_000_000) * 1_000_000;

    /// <summary>How many transactions were applied, successful or not.</summary>
    public int TransactionCount => _transactions.Length;

    /// <summary>The transactions in order of application.</summary>
    public TransactionEnumerator GetEnumerator() => new(this);

    /// <summary>What writing 1 KB of Soroban state costs, in stroops (LedgerCloseMetaExt V1).</summary>
    /// <remarks>0 where LedgerCloseMeta V1 does not say, and for V0 and V2: the SDK looks into V1 only, and its rows are the measure.</remarks>
    public long SorobanFeeWrite1KB
    {
        get
        {
            if (_parts.Version != 1) return 0;
            var reader = new XdrReader(Xdr[_parts.Ext..]);
            LedgerCloseMetaExt ext = LedgerCloseMetaExt.Read(ref reader);
            return ext.V == 1 ? ext.V1.SorobanFeeWrite1KB : 0;
        }
    }

    /// <summary>The bytes of live Soroban state after the ledger; 0 for LedgerCloseMeta V0, as in the SDK.</summary>
    public ulong LiveSorobanStateSize => _parts.Version == 0 ? 0 : new XdrReader(Xdr[_parts.AfterScp..]).ReadUInt64();

    /// <summary>The network upgrades that were applied, with what they changed.</summary>
    public XdrList<UpgradeEntryMeta> Upgrades
    {
        get
        {
            var reader = new XdrReader(Xdr[_parts.Upgrades..]);
            return XdrList<UpgradeEntryMeta>.Read(ref reader);
        }
    }

    /// <summary>How many operations the transaction set holds, those of failed transactions too.</summary>
    public uint TransactionSetOperationCount
    {
        get
        {
            uint count = 0;
            foreach (Extent envelope in _set) count += (uint)new TransactionBody(envelope.Of(Xdr)).Operations.Count;
            return count;
        }
    }

    /// <summary>Makes the hash of the transaction set from its bytes: SHA-256 of a generalized set, of a plain one without the count of its envelopes.</summary>
    /// <param name="hash">Where the 32 bytes go.</param>
    public void HashTransactionSet(Span<byte> hash)
    {
        ReadOnlySpan<byte> set = _parts.Set.Of(Xdr);
        if (_parts.Version > 0)
        {
            SHA256.HashData(set, hash);
            return;
        }

        using var plain = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        plain.AppendData(set[..HashSize]); // previousLedgerHash
        plain.AppendData(set[(HashSize + sizeof(int))..]);
        plain.GetHashAndReset(hash);
    }

    internal LedgerParts Parts => _parts;

    internal TransactionParts PartsOf(int index) => _transactions[index];

    internal LedgerTransaction Transaction(int index)
    {
        TransactionParts parts = _transactions[index];
        _envelopes.TryFind(parts.Result.Of(Xdr)[..32], out Extent envelope);
        return new LedgerTransaction((uint)index + 1, Xdr, envelope, parts);
    }

    /// <summary>A walk over the transactions.</summary>
    public ref struct TransactionEnumerator
    {
        private readonly Ledger _ledger;
        private int _index = -1;

        internal TransactionEnumerator(Ledger ledger) => _ledger = ledger;

        /// <summary>The transaction the walk stands at.</summary>
        public LedgerTransaction Current { get; private set; }

        /// <summary>Reads the next transaction; false after the last.</summary>
        public bool MoveNext()
        {
            if (++_index >= _ledger.TransactionCount) return false;
            Current = _ledger.Transaction(_index);
            return true;
        }
    }
}
