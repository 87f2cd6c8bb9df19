namespace KafkaStellar.Topics;

/// <summary>Where a dataset goes on with a partition of its input.</summary>
/// <param name="Offset">The offset to read from.</param>
/// <param name="MadeUpTo">The last ledger that stands in the dataset's topic, where the offset may be before its message: those up to it are passed over. Null where the offset is right behind it.</param>
/// <param name="Before">The last message before <paramref name="Offset"/>: what the first one must follow. Null where there is none.</param>
internal sealed record OutputStart(long Offset, uint? MadeUpTo = null, TopicMessage? Before = null);
