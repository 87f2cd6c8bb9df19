namespace KafkaStellar.Testing;

/// <summary>How ledgers stand in a file.</summary>
public enum LedgerForm
{
    /// <summary>One LedgerCloseMeta and nothing else.</summary>
    Bare,

    /// <summary>A LedgerCloseMetaBatch of a data lake (SEP-54).</summary>
    Batch,

    /// <summary>LedgerCloseMetas one after the other, each behind a record mark, as captive core writes them.</summary>
    Stream,
}
