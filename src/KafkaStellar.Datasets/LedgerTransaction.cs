using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>One applied transaction: its envelope, its result and what it changed, joined; it lends the ledger's bytes.</summary>
public readonly ref struct LedgerTransaction
{
    private const int HashSize = 32;

    internal LedgerTransaction(uint index, ReadOnlySpan<byte> ledger, Extent envelope, TransactionParts parts)
        : this(
            index,
            parts.Result.Of(ledger)[..HashSize],
            envelope.Of(ledger),
            parts.Result.Of(ledger)[HashSize..],
            parts.FeeChanges.Of(ledger),
            parts.Meta.Of(ledger),
            parts.PostFeeChanges.Of(ledger))
    {
    }

    /// <summary>Joins the parts of a transaction, each of them XDR that was checked before.</summary>
    /// <param name="index">Its place in the order of application, from 1.</param>
    /// <param name="hash">Its hash, 32 bytes.</param>
    /// <param name="envelopeXdr">The TransactionEnvelope.</param>
    /// <param name="resultXdr">The TransactionResult.</param>
    /// <param name="feeChangesXdr">The LedgerEntryChanges of charging the fee.</param>
    /// <param name="metaXdr">The TransactionMeta.</param>
    /// <param name="postFeeChangesXdr">The LedgerEntryChanges of refunding after all transactions; empty where there is no such list.</param>
    public LedgerTransaction(
        uint index,
        ReadOnlySpan<byte> hash,
        ReadOnlySpan<byte> envelopeXdr,
        ReadOnlySpan<byte> resultXdr,
        ReadOnlySpan<byte> feeChangesXdr,
        ReadOnlySpan<byte> metaXdr,
        ReadOnlySpan<byte> postFeeChangesXdr)
    {
        Index = index;
        Hash = hash;
        EnvelopeXdr = envelopeXdr;
        Body = new TransactionBody(envelopeXdr);
        var result = new XdrReader(resultXdr);
        Result = TransactionResult.Read(ref result);
        FeeChangesXdr = feeChangesXdr;
        MetaXdr = metaXdr;
        PostFeeChangesXdr = postFeeChangesXdr;
    }

    /// <summary>Its place in the order of application, from 1.</summary>
    public uint Index { get; }

    /// <summary>Its hash, 32 bytes; of a fee bump, the outer one.</summary>
    public ReadOnlySpan<byte> Hash { get; }

    /// <summary>The TransactionEnvelope's bytes.</summary>
    public ReadOnlySpan<byte> EnvelopeXdr { get; }

    /// <summary>What it asks for.</summary>
    public TransactionBody Body { get; }

    /// <summary>What came of it.</summary>
    public TransactionResult Result { get; }

    /// <summary>The LedgerEntryChanges of charging the fee.</summary>
    public ReadOnlySpan<byte> FeeChangesXdr { get; }

    /// <summary>The TransactionMeta's bytes.</summary>
    public ReadOnlySpan<byte> MetaXdr { get; }

    /// <summary>The LedgerEntryChanges of refunding after all transactions (LedgerCloseMeta V2); empty where there is no such list.</summary>
    public ReadOnlySpan<byte> PostFeeChangesXdr { get; }

    /// <summary>Whether it was applied with success: <c>txSUCCESS</c> or <c>txFEE_BUMP_INNER_SUCCESS</c>.</summary>
    public bool IsSuccessful => Result.Result.Code is TransactionResultCode.Success or TransactionResultCode.FeeBumpInnerSuccess;

    /// <summary>The hash of a fee bump's inner transaction, as its result tells; empty for another transaction.</summary>
    public ReadOnlySpan<byte> InnerHash => Result.Result.Code is TransactionResultCode.FeeBumpInnerSuccess or TransactionResultCode.FeeBumpInnerFailed
        ? Result.Result.InnerResultPair.TransactionHash
        : default;

    /// <summary>What came of each operation, in their order; of a fee bump, of those of the inner transaction. None where it was refused as a whole.</summary>
    public XdrList<OperationResult> OperationResults
    {
        get
        {
            TransactionResultResult result = Result.Result;
            if (result.Code is TransactionResultCode.Success or TransactionResultCode.Failed) return result.Results;
            if (result.Code is not (TransactionResultCode.FeeBumpInnerSuccess or TransactionResultCode.FeeBumpInnerFailed)) return default;
            InnerTransactionResultResult inner = result.InnerResultPair.Result.Result;
            return inner.Code is TransactionResultCode.Success or TransactionResultCode.Failed ? inner.Results : default;
        }
    }

    /// <summary>What charging the fee changed.</summary>
    public XdrList<LedgerEntryChange> FeeChanges => ListOf(FeeChangesXdr);

    /// <summary>What applying it changed.</summary>
    public TransactionMeta Meta
    {
        get
        {
            var reader = new XdrReader(MetaXdr);
            return TransactionMeta.Read(ref reader);
        }
    }

    private static XdrList<LedgerEntryChange> ListOf(ReadOnlySpan<byte> xdr)
    {
        var reader = new XdrReader(xdr);
        return XdrList<LedgerEntryChange>.Read(ref reader);
    }
}
