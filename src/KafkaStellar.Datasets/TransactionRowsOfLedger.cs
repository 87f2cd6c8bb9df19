using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>The rows of <c>transactions</c> of one ledger.</summary>
public readonly struct TransactionRowsOfLedger
{
    private readonly TransactionRows _rows;
    private readonly int _first;

    internal TransactionRowsOfLedger(TransactionRows rows, int first)
    {
        _rows = rows;
        _first = first;
        Sequence = rows.Sequences.GetValue(first) ?? throw new ArgumentException($"Row {first} of transactions has no ledger_seq.");
        while (first + Count < rows.Sequences.Length && rows.Sequences.GetValue(first + Count) == Sequence) Count++;
        ProtocolVersion = Value(rows.Protocols, "protocol_version", first);
        ClosedAtMicroseconds = Value(rows.ClosedAt, "created_at", first);
        UnknownProtocolException.ThrowIfNewer(Sequence, ProtocolVersion);
    }

    /// <summary>The ledger's sequence.</summary>
    public uint Sequence { get; }

    /// <summary>The protocol version of its header.</summary>
    public uint ProtocolVersion { get; }

    /// <summary>When it closed, in microseconds since 1970 UTC.</summary>
    public long ClosedAtMicroseconds { get; }

    /// <summary>How many transactions it has.</summary>
    public int Count { get; }

    /// <summary>The transactions in order of application.</summary>
    public Enumerator GetEnumerator() => new(this);

    private LedgerTransaction Transaction(int place)
    {
        int row = _first + place;
        uint index = Value(_rows.Indexes, "tx_index", row);
        uint due = (uint)place + (_first == 0 ? _rows.FirstIndex : 1);
        if (index != due) throw Refused(row, "tx_index", $"is {index} where {due} is due; a ledger's transactions stand together, all of them, in order");
        if (Value(_rows.Protocols, "protocol_version", row) != ProtocolVersion) throw Refused(row, "protocol_version", "is another than its ledger's");
        if (Value(_rows.ClosedAt, "created_at", row) != ClosedAtMicroseconds) throw Refused(row, "created_at", "is another than its ledger's");
        ReadOnlySpan<byte> hash = _rows.Hashes.GetBytes(row);
        if (hash.IsEmpty) throw Refused(row, "tx_hash", "is null");
        return new LedgerTransaction(
            index,
            hash,
            Checked<TransactionEnvelope>(_rows.Envelopes, "envelope_xdr", row),
            Checked<TransactionResult>(_rows.Results, "result_xdr", row),
            Checked<LedgerEntryChanges>(_rows.FeeChanges, "fee_changes_xdr", row),
            Checked<TransactionMeta>(_rows.Metas, "meta_xdr", row),
            _rows.PostFeeChanges.IsNull(row) ? default : Checked<LedgerEntryChanges>(_rows.PostFeeChanges, "post_fee_changes_xdr", row));
    }

    private ReadOnlySpan<byte> Checked<T>(BinaryArray column, string name, int row)
        where T : IXdrType<T>, allows ref struct
    {
        ReadOnlySpan<byte> xdr = column.GetBytes(row);
        var reader = new XdrReader(xdr);
        try
        {
            T.Skip(ref reader);
            reader.End();
        }
        catch (XdrException problem)
        {
            throw UnknownProtocolException.Find(Sequence, ProtocolVersion, problem) ?? (Exception)Refused(row, name, $"is no {typeof(T).Name}: {problem.Message}");
        }

        return xdr;
    }

    private T Value<T>(PrimitiveArray<T> column, string name, int row)
        where T : unmanaged => column.GetValue(row) ?? throw Refused(row, name, "is null");

    private LedgerRefusedException Refused(int row, string column, string problem) => new(Sequence, $"row {row} of transactions, {column} {problem}");

    /// <summary>A walk over the transactions.</summary>
    public ref struct Enumerator
    {
        private readonly TransactionRowsOfLedger _ledger;
        private int _place = -1;

        internal Enumerator(TransactionRowsOfLedger ledger) => _ledger = ledger;

        /// <summary>The transaction the walk stands at.</summary>
        public LedgerTransaction Current { get; private set; }

        /// <summary>Checks and reads the next transaction; false after the last.</summary>
        /// <exception cref="LedgerRefusedException">A value that is not what its column holds.</exception>
        /// <exception cref="UnknownProtocolException">A value of a newer protocol than the definitions describe.</exception>
        public bool MoveNext()
        {
            if (++_place >= _ledger.Count) return false;
            Current = _ledger.Transaction(_place);
            return true;
        }
    }
}
