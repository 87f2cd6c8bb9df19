namespace KafkaStellar.Workers;

/// <summary>Token transfers that do not agree with the balances that moved. It halts a worker.</summary>
internal sealed class TransfersDisagreeException(string sentence) : Exception(sentence);
