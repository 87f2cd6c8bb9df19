namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Changes of ledger entries that tell no true story.</summary>
internal sealed class BrokenChangesException(string problem) : Exception(problem);
