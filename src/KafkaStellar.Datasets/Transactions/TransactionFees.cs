using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Transactions;

/// <summary>What a transaction paid beyond what its result says, derived as Stellar's Go SDK (ingest, v0.7.3) derives it. Amounts are stroops.</summary>
public readonly struct TransactionFees
{
    internal TransactionFees(in LedgerTransaction transaction)
    {
        TransactionBody body = transaction.Body;
        if (!body.IsSoroban)
        {
            InclusionFeeCharged = PerOperation(transaction.Result.FeeCharged, in body);
            return;
        }

        InclusionFeeCharged = FeeAccountLoss(in transaction) - body.SorobanData.ResourceFee;
        ReadSorobanFees(in transaction, out long? nonRefundable, out long? refundable, out long? rent);
        NonRefundable = nonRefundable;
        Refundable = refundable;
        Rent = rent;
    }

    /// <summary>
    /// For a Soroban transaction what charging took from the fee account, less the resource fee; for another what it was charged
    /// for each operation, a fee bump counting as one more. Null where there is no operation to divide by.
    /// </summary>
    public long? InclusionFeeCharged { get; }

    /// <summary>The part of the resource fee that is never given back; only Soroban meta of TransactionMeta V3 tells it.</summary>
    public long? NonRefundable { get; }

    /// <summary>The part of the refundable resource fee that was kept; only Soroban meta of TransactionMeta V3 tells it.</summary>
    public long? Refundable { get; }

    /// <summary>The part of it that was rent; only Soroban meta of TransactionMeta V3 tells it.</summary>
    public long? Rent { get; }

    private static long? PerOperation(long feeCharged, in TransactionBody body)
    {
        int parts = body.Operations.Count + (body.EnvelopeType == EnvelopeType.TxFeeBump ? 1 : 0);
        return parts == 0 ? null : feeCharged / parts;
    }

    // The SDK compares the fee source as it is written with plain accounts, so a muxed fee source never loses anything.
    private static long FeeAccountLoss(in LedgerTransaction transaction)
    {
        MuxedAccount feeSource = transaction.Body.FeeSource;
        if (feeSource.Type != CryptoKeyType.Ed25519) return 0;

        long before = 0;
        long after = 0;
        foreach (LedgerEntryChange change in transaction.FeeChanges)
        {
            if (change.Type == LedgerEntryChangeType.State && IsAccount(change.State, feeSource.Ed25519)) before = change.State.Data.Account.Balance;
            if (change.Type == LedgerEntryChangeType.Updated && IsAccount(change.Updated, feeSource.Ed25519)) after = change.Updated.Data.Account.Balance;
        }

        return before - after;
    }

    private static bool IsAccount(LedgerEntry entry, ReadOnlySpan<byte> ed25519) =>
        entry.Data.Type == LedgerEntryType.Account && entry.Data.Account.AccountID.Ed25519.SequenceEqual(ed25519);

    // Passes over what stands before the Soroban meta, instead of reading all of the meta for three numbers.
    private static void ReadSorobanFees(in LedgerTransaction transaction, out long? nonRefundable, out long? refundable, out long? rent)
    {
        nonRefundable = refundable = rent = null;
        var reader = new XdrReader(transaction.MetaXdr);
        if (reader.ReadInt32() != 3) return;
        ExtensionPoint.Skip(ref reader);
        XdrList<LedgerEntryChange>.Skip(ref reader);
        XdrList<OperationMeta>.Skip(ref reader);
        XdrList<LedgerEntryChange>.Skip(ref reader);
        if (!reader.ReadBool()) return;

        SorobanTransactionMetaExt ext = SorobanTransactionMetaExt.Read(ref reader);
        if (ext.V != 1) return;
        nonRefundable = ext.V1.TotalNonRefundableResourceFeeCharged;
        refundable = ext.V1.TotalRefundableResourceFeeCharged;
        rent = ext.V1.RentFeeCharged;
    }
}
