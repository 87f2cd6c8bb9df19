using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>Where a sink begins with a partition.</summary>
/// <param name="Topic">Which topic of its name.</param>
/// <param name="Offset">The first offset.</param>
/// <param name="Unfinished">An intent that begins there and whose files are not all there.</param>
/// <param name="Former">Ledgers that are in the lake from former topics of the name.</param>
/// <param name="Held">Ledgers that are in the lake from this topic.</param>
internal sealed record PartitionStart(TopicIncarnation Topic, long Offset, Intent? Unfinished, LedgerSet Former, HeldLedgers Held);
