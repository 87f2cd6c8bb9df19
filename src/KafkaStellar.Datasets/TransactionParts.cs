namespace KafkaStellar.Datasets;

/// <summary>Where in a LedgerCloseMeta a stretch of bytes stands. A ref struct cannot be kept in a list; this can.</summary>
internal readonly record struct Extent(int Start, int Length)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> ledger) => ledger.Slice(Start, Length);
}

/// <summary>Where the parts of one transaction's processing stand.</summary>
/// <param name="Result">The TransactionResultPair: the hash, then the result.</param>
/// <param name="FeeChanges">What charging the fee changed.</param>
/// <param name="Meta">The TransactionMeta.</param>
/// <param name="PostFeeChanges">What refunding after all transactions changed; of no length before LedgerCloseMeta V2.</param>
internal readonly record struct TransactionParts(Extent Result, Extent FeeChanges, Extent Meta, Extent PostFeeChanges);
