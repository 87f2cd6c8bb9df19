using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>What happened to an entry: one of the changes that meta tells, or its eviction at the end of its time (CAP-46-12, CAP-62).</summary>
internal enum EntryChange : byte
{
    Created = LedgerEntryChangeType.Created,
    Updated = LedgerEntryChangeType.Updated,
    Removed = LedgerEntryChangeType.Removed,
    Restored = LedgerEntryChangeType.Restored,
    Evicted = Restored + 1,
}

/// <summary>Names the changes.</summary>
internal static class EntryChangeText
{
    /// <summary>The XDR name in lower case, as UTF-8; an eviction, which has none, is named as if it had.</summary>
    public static ReadOnlySpan<byte> Name(this EntryChange change) =>
        change == EntryChange.Evicted ? "ledger_entry_evicted"u8 : ((LedgerEntryChangeType)change).XdrName();
}
