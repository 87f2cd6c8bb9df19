namespace KafkaStellar.Topics;

/// <summary>Where a topic ends, as far as its records tell.</summary>
/// <param name="Last">The message with the greatest ledger that is left; none where none is.</param>
/// <param name="Doubt">
/// Why a later ledger may have been written that is not left, as a clause that names the partition; none where <paramref name="Last"/> is
/// the last for certain, or nothing was ever written.
/// </param>
public sealed record TopicEnd(TopicMessage? Last, string? Doubt);
