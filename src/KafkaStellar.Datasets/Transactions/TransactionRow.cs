using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Transactions;

/// <summary>What one row of <c>transactions</c> is made of.</summary>
public readonly ref struct TransactionRow
{
    /// <summary>Reads what the columns share.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="transaction">One of its transactions.</param>
    /// <param name="memoId">Eight bytes that live as long as the row: where the id of a MEMO_ID is put.</param>
    public TransactionRow(in Ledger ledger, LedgerTransaction transaction, Span<byte> memoId)
    {
        Ledger = ledger;
        Transaction = transaction;
        Memo = MemoOf(transaction.Body.Memo, memoId);
        TimeBounds = transaction.Body.TimeBounds;
        Fees = new TransactionFees(in transaction);
    }

    /// <summary>The ledger.</summary>
    public Ledger Ledger { get; }

    /// <summary>The transaction.</summary>
    public LedgerTransaction Transaction { get; }

    /// <summary>What it paid, beyond what its result says.</summary>
    public TransactionFees Fees { get; }

    /// <summary>When it may be applied.</summary>
    public XdrOptional<TimeBounds> TimeBounds { get; }

    /// <summary>The memo: the text's bytes as they are (any bytes), the id as 8 bytes big-endian, the hash's 32 bytes; none for no memo.</summary>
    public OptionalBytes Memo { get; }

    private static OptionalBytes MemoOf(Memo memo, Span<byte> id)
    {
        switch (memo.Type)
        {
            case MemoType.Text: return OptionalBytes.Of(memo.Text);
            case MemoType.Hash: return OptionalBytes.Of(memo.Hash);
            case MemoType.Return: return OptionalBytes.Of(memo.RetHash);
            case MemoType.Id:
                BinaryPrimitives.WriteUInt64BigEndian(id, memo.Id);
                return OptionalBytes.Of(id);
            default: return OptionalBytes.None;
        }
    }
}
