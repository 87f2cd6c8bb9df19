namespace KafkaStellar.Topics;

/// <summary>A topic as its only writer knows it: ledgers are written to it in order, each to the partition that the contract says.</summary>
/// <param name="Contract">What it promises.</param>
/// <param name="Network">The network's label.</param>
/// <param name="WhyForeign">Why a message there is none of the writer's, as a sentence; none where it is one.</param>
public sealed record OwnTopic(TopicContract Contract, string Network, Func<TopicMessage, string?> WhyForeign)
{
    /// <summary>Its full name.</summary>
    public string Name => Contract.TopicOn(Network);

    /// <summary>The partitions that its writer writes to; those that the cluster may have beside them stay empty.</summary>
    public IEnumerable<TopicPartition> Partitions => Enumerable.Range(0, Contract.Partitions).Select(partition => new TopicPartition(Name, partition));

    /// <summary>The partition of a ledger.</summary>
    public TopicPartition PartitionOf(uint ledger) => new(Name, Contract.PartitionOf(ledger));
}
