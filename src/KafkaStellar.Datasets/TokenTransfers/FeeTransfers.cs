using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>What a transaction was charged and got back, out of its result and of what it changed in the fee account.</summary>
internal sealed class FeeTransfers(TransferBuffer buffer)
{
    // In a LedgerEntry: the ledger, the entry's type, the account id's type, the key, the balance.
    private const int KeyAt = 12;
    private const int BalanceAt = 44;

    /// <summary>Adds the charge, and gives what was refunded: a positive number of stroops, or 0 for nothing.</summary>
    public long AddCharge(in LedgerTransaction transaction, in MetaParts meta, out Holder payer)
    {
        TransactionBody body = transaction.Body;
        ReadOnlySpan<byte> key = body.FeeSource.Xdr.IsEmpty ? body.SourceAccount : TransactionBody.Ed25519Of(body.FeeSource);
        payer = Holder.Account(key);
        if (!body.IsSoroban)
        {
            buffer.AddCharge(in payer, transaction.Result.FeeCharged);
            return 0;
        }

        // The result's fee is net of the refund, and was wrong for fee bumps before protocol 21.
        long before = 0, after = 0;
        ReadBalances(transaction.FeeChangesXdr, key, ref before, ref after);
        if (after > before) throw buffer.Refused("charging the fee made the fee account richer");
        buffer.AddCharge(in payer, unchecked(before - after));

        if (meta.Version < 3) throw buffer.Refused($"a Soroban transaction with TransactionMeta V{meta.Version}");
        before = after = 0;
        ReadBalances(meta.ChangesAfter(), key, ref before, ref after);
        ReadBalances(transaction.PostFeeChangesXdr, key, ref before, ref after);
        if (before > after) throw buffer.Refused("refunding the fee made the fee account poorer");
        return Math.Max(0, unchecked(after - before));
    }

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
