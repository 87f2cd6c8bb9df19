using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>What a transaction asks for, the same for every kind of envelope: of a fee bump, the inner transaction.</summary>
public readonly ref struct TransactionBody
{
    /// <summary>Reads a TransactionEnvelope that was checked before.</summary>
    public TransactionBody(ReadOnlySpan<byte> envelopeXdr)
    {
        var reader = new XdrReader(envelopeXdr);
        EnvelopeType = EnvelopeTypeXdr.Read(ref reader);
        if (EnvelopeType == EnvelopeType.TxV0)
        {
            TransactionV0 v0 = TransactionV0.Read(ref reader);
            SourceAccount = v0.SourceAccountEd25519;
            Fee = v0.Fee;
            SequenceNumber = v0.SeqNum;
            TimeBounds = v0.TimeBounds;
            Memo = v0.Memo;
            Operations = v0.Operations;
            return;
        }

        if (EnvelopeType == EnvelopeType.TxFeeBump)
        {
            FeeSource = MuxedAccount.Read(ref reader);
            FeeBumpFee = reader.ReadInt64();
            reader.ReadInt32(); // the inner envelope's type, always ENVELOPE_TYPE_TX
        }

        Transaction v1 = Transaction.Read(ref reader);
        Source = v1.SourceAccount;
        SourceAccount = Ed25519Of(v1.SourceAccount);
        if (EnvelopeType == EnvelopeType.Tx) FeeSource = v1.SourceAccount;
        Fee = v1.Fee;
        SequenceNumber = v1.SeqNum;
        TimeBounds = TimeBoundsOf(v1.Cond);
        Memo = v1.Memo;
        Operations = v1.Operations;
        if (v1.Ext.V == 1)
        {
            IsSoroban = true;
            SorobanData = v1.Ext.SorobanData;
        }
    }

    /// <summary>The kind of envelope: V0, V1 or fee bump.</summary>
    public EnvelopeType EnvelopeType { get; }

    /// <summary>The source account's ed25519 key, 32 bytes.</summary>
    public ReadOnlySpan<byte> SourceAccount { get; }

    /// <summary>The source account as it was written, muxed or not; of no kind for a V0 envelope, which knows only keys.</summary>
    public MuxedAccount Source { get; }

    /// <summary>Who pays the fee: a fee bump's fee source, else the source. Of no kind for a V0 envelope.</summary>
    public MuxedAccount FeeSource { get; }

    /// <summary>The most that a fee bump's fee source pays, in stroops; null for another envelope.</summary>
    public long? FeeBumpFee { get; }

    /// <summary>The most that the (inner) transaction pays, in stroops.</summary>
    public uint Fee { get; }

    /// <summary>The source account's sequence number that this transaction takes.</summary>
    public long SequenceNumber { get; }

    /// <summary>When it may be applied, in seconds since 1970; a maximum of 0 is none.</summary>
    public XdrOptional<TimeBounds> TimeBounds { get; }

    /// <summary>The memo.</summary>
    public Memo Memo { get; }

    /// <summary>The operations.</summary>
    public XdrList<Operation> Operations { get; }

    /// <summary>Whether it carries Soroban data (what makes it a smart contract transaction; its operations are not looked at).</summary>
    public bool IsSoroban { get; }

    /// <summary>The Soroban data; ask <see cref="IsSoroban"/> first.</summary>
    public SorobanTransactionData SorobanData { get; }

    /// <summary>The ed25519 key under a muxed account.</summary>
    public static ReadOnlySpan<byte> Ed25519Of(MuxedAccount account) =>
        account.Type == CryptoKeyType.Ed25519 ? account.Ed25519 : account.Med25519.Ed25519;

    private static XdrOptional<TimeBounds> TimeBoundsOf(Preconditions preconditions)
    {
        if (preconditions.Type == PreconditionType.V2) return preconditions.V2.TimeBounds;
        return preconditions.Type == PreconditionType.Time ? XdrOptional<TimeBounds>.Of(preconditions.Xdr[4..]) : default;
    }
}
