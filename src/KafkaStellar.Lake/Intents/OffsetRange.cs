namespace KafkaStellar.Lake;

/// <summary>Some offsets of a partition.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one after the last.</param>
public readonly record struct OffsetRange(long Start, long End);
