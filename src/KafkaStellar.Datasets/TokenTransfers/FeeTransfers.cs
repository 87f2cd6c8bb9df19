using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>What a transaction was charged and got back, out of its result and of what it changed in the fee account.</summary>
internal sealed class FeeTransfers(TransferBuffer buffer)
{
    // In a LedgerEntry: the ledger, the entry's type, the account id's type, the key, the balance.
    private const int KeyAt = 12;
    private const int BalanceAt = 44;

    /// <summary>Adds what was charged before all transactions.</summary>
    public void AddCharge(in LedgerTransaction transaction, in TransactionBody body)
    {
        ReadOnlySpan<byte> payer = PayerOf(in body);
        if (!body.IsSoroban)
        {
            buffer.AddCharge(Holder.Account(payer), transaction.Result.FeeCharged);
            return;
        }

        // The result's fee is net of the refund, and was wrong for fee bumps before protocol 21.
        long before = 0, after = 0;
        ReadBalances(transaction.FeeChangesXdr, payer, ref before, ref after);
        if (after > before) throw buffer.Refused("charging the fee made the fee account richer");
        buffer.AddCharge(Holder.Account(payer), unchecked(before - after));
    }

    /// <summary>Adds what a Soroban transaction got back.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="body">Its body.</param>
    /// <param name="changesAfter">The LedgerEntryChanges after its operations: where the refund stands before protocol 23.</param>
    /// <param name="afterAllTransactions">Whether refunds stand behind all transactions.</param>
    public void AddRefund(in LedgerTransaction transaction, in TransactionBody body, ReadOnlySpan<byte> changesAfter, bool afterAllTransactions)
    {
        ReadOnlySpan<byte> payer = PayerOf(in body);
        long before = 0, after = 0;
        ReadBalances(changesAfter, payer, ref before, ref after);
        ReadBalances(transaction.PostFeeChangesXdr, payer, ref before, ref after);
        if (before > after) throw buffer.Refused("refunding the fee made the fee account poorer");
        long refund = unchecked(after - before);
        if (refund > 0) buffer.AddRefund(Holder.Account(payer), -refund, afterAllTransactions);
    }

    private static ReadOnlySpan<byte> PayerOf(in TransactionBody body) => body.FeeSource.Xdr.IsEmpty ? body.SourceAccount : TransactionBody.Ed25519Of(body.FeeSource);

    // The last state and the last update count; where the account is created or removed nothing does.
    private void ReadBalances(ReadOnlySpan<byte> changes, ReadOnlySpan<byte> key, ref long before, ref long after)
    {
        if (changes.IsEmpty) return;
        var reader = new XdrReader(changes);
        int left = reader.ReadInt32();
        for (; left > 0; left--)
        {
            var kind = (LedgerEntryChangeType)reader.ReadInt32();
            int start = reader.Position;
            if (kind == LedgerEntryChangeType.Removed) LedgerKey.Skip(ref reader);
            else LedgerEntry.Skip(ref reader);
            if (kind == LedgerEntryChangeType.Restored) throw buffer.Refused("a ledger entry is restored among the changes of a fee");
            if (kind is not (LedgerEntryChangeType.State or LedgerEntryChangeType.Updated)) continue;

            ReadOnlySpan<byte> entry = changes[start..reader.Position];
            if (EntryChanges.TypeOf(entry) != LedgerEntryType.Account || !entry.Slice(KeyAt, 32).SequenceEqual(key)) continue;
            long balance = BinaryPrimitives.ReadInt64BigEndian(entry[BalanceAt..]);
            if (kind == LedgerEntryChangeType.State) before = balance;
            else after = balance;
        }
    }
}
