namespace KafkaStellar.Topics;

/// <summary>In which form a row of raw-ledgers holds its ledger's meta.</summary>
public enum RawLedgerEncoding
{
    /// <summary>A bare LedgerCloseMeta, in XDR. In the column: <c>xdr</c>.</summary>
    Xdr,

    /// <summary>
    /// A zstd frame of a LedgerCloseMetaBatch that holds exactly this ledger, as an object of a SEP-54 data lake came. In the column:
    /// <c>zstd</c>.
    /// </summary>
    Zstd,
}
