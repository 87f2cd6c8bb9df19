namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>The fees among a transaction's own events.</summary>
internal struct FeeEvents
{
    /// <summary>How many there are; only the first two are kept.</summary>
    public int Count;

    public Holder Payer;
    public Int128 Charge;

    /// <summary>Who got the refund, where there is one.</summary>
    public Holder Refunded;

    /// <summary>The refund as it is written: negative.</summary>
    public Int128 Refund;
}
