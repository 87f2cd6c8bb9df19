namespace KafkaStellar.Lake;

/// <summary>Some ledgers, both ends included.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
public readonly record struct LedgerRange(uint First, uint Last);
