namespace KafkaStellar.Workers.Source;

/// <summary>Opens the topic that a source writes.</summary>
/// <param name="network">The network's label.</param>
internal delegate ILedgerTopic OpenLedgerTopic(string network);
