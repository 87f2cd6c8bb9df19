namespace KafkaStellar.Workers;

/// <summary>Ledgers that do not follow each other: a gap, or a previous hash that is not the hash of the ledger before. It halts a worker.</summary>
internal sealed class BrokenChainException(string sentence) : Exception(sentence);
