using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets;

/// <summary>Rows of the dataset <c>transactions</c> as the ledgers that they were made of; they lend the batch's memory.</summary>
/// <remarks>Rows come from outside: every value is checked before it is trusted, when the walk comes to its ledger or its transaction.</remarks>
public sealed class TransactionRows
{
    internal TransactionRows(
        UInt32Array sequences, UInt32Array indexes, FixedSizeBinaryArray hashes, TimestampArray closedAt, UInt32Array protocols,
        BinaryArray envelopes, BinaryArray results, BinaryArray feeChanges, BinaryArray metas, BinaryArray postFeeChanges,
        uint firstIndex)
    {
        FirstIndex = firstIndex;
        Sequences = sequences;
        Indexes = indexes;
        Hashes = hashes;
        ClosedAt = closedAt;
        Protocols = protocols;
        Envelopes = envelopes;
        Results = results;
        FeeChanges = feeChanges;
        Metas = metas;
        PostFeeChanges = postFeeChanges;
    }

    /// <summary>The columns of a batch. The batch must live as long as the rows are used.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="firstIndex">Which transaction of its ledger the first row is: 1, or more where the batch goes on with a ledger.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    public static TransactionRows Of(RecordBatch batch, uint firstIndex = 1)
    {
        if (Column<FixedSizeBinaryArray>(batch, "tx_hash").ByteWidth != 32) throw new ArgumentException("The column tx_hash holds no hashes of 32 bytes.");
        return new TransactionRows(
            Column<UInt32Array>(batch, "ledger_seq"), Column<UInt32Array>(batch, "tx_index"), Column<FixedSizeBinaryArray>(batch, "tx_hash"),
            Column<TimestampArray>(batch, "created_at"), Column<UInt32Array>(batch, "protocol_version"),
            Column<BinaryArray>(batch, "envelope_xdr"), Column<BinaryArray>(batch, "result_xdr"), Column<BinaryArray>(batch, "fee_changes_xdr"),
            Column<BinaryArray>(batch, "meta_xdr"), Column<BinaryArray>(batch, "post_fee_changes_xdr"),
            firstIndex);
    }

    internal uint FirstIndex { get; }

    internal UInt32Array Sequences { get; }

    internal UInt32Array Indexes { get; }

    internal FixedSizeBinaryArray Hashes { get; }

    internal TimestampArray ClosedAt { get; }

    internal UInt32Array Protocols { get; }

    internal BinaryArray Envelopes { get; }

    internal BinaryArray Results { get; }

    internal BinaryArray FeeChanges { get; }

    internal BinaryArray Metas { get; }

    internal BinaryArray PostFeeChanges { get; }

    /// <summary>The ledgers in the order of the rows: a ledger ends where another sequence begins.</summary>
    public Enumerator GetEnumerator() => new(this);

    private static T Column<T>(RecordBatch batch, string name)
        where T : class, IArrowArray =>
        batch.Column(name) as T
        ?? throw new ArgumentException($"The column {name} is of type {batch.Column(name).Data.DataType}, which no rows of transactions have there.");

    /// <summary>A walk over the ledgers.</summary>
    public struct Enumerator
    {
        private readonly TransactionRows _rows;
        private int _next;

        internal Enumerator(TransactionRows rows) => _rows = rows;

        /// <summary>The ledger the walk stands at.</summary>
        public TransactionRowsOfLedger Current { get; private set; }

        /// <summary>Moves to the next ledger; false after the last.</summary>
        /// <exception cref="LedgerRefusedException">Rows that are no whole ledger's.</exception>
        public bool MoveNext()
        {
            if (_next == _rows.Sequences.Length) return false;
            Current = new TransactionRowsOfLedger(_rows, _next);
            _next += Current.Count;
            return true;
        }
    }
}
