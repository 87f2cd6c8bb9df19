namespace KafkaStellar.Topics;

/// <summary>A partition that was just given to a reader, and what Kafka knows of it.</summary>
/// <param name="Partition">Which one.</param>
/// <param name="Committed">The offset of the group's next message; null where the group never committed one.</param>
/// <param name="Earliest">The first offset that the topic still has.</param>
/// <param name="End">The offset after the last message that a read_committed reader may see now.</param>
public sealed record AssignedPartition(TopicPartition Partition, long? Committed, long Earliest, long End)
{
    /// <summary>Where the group goes on: after what it committed, or at the beginning.</summary>
    public long Start => Committed ?? Earliest;
}
