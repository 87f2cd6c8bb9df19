namespace KafkaStellar.Lake;

/// <summary>How ledgers stand in a file, once it is decompressed.</summary>
public enum LedgerFileKind
{
    /// <summary>A data lake's object: one <c>LedgerCloseMetaBatch</c> (SEP-54).</summary>
    Batch,

    /// <summary>One <c>LedgerCloseMeta</c> and nothing around it.</summary>
    Bare,

    /// <summary>stellar-core's metadata stream: before each <c>LedgerCloseMeta</c> its length, four bytes big-endian, the top bit set (RFC 5531 §11).</summary>
    Stream,
}
