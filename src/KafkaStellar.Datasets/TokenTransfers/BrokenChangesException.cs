namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Changes of which an update or a removal does not stand behind the entry as it was.</summary>
internal sealed class BrokenChangesException() : Exception("a ledger entry is updated or removed, and what it was before does not stand before it");
