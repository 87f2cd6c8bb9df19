using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>One partition of a topic, numbered from 0. As text <c>topic/partition</c>.</summary>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <summary>The position of an offset in this partition.</summary>
    public Position At(long offset) => new(Topic, Partition, offset);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}/{Partition}");
}
