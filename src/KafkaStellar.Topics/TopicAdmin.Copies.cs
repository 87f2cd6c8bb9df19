using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

// Copies of partitions: with one of them alone, a broker that dies takes what was acknowledged with it.
public sealed partial class TopicAdmin
{
    /// <summary>How many copies the partition with the fewest has.</summary>
    private async Task<short> CopiesAsync(string topic, CancellationToken stop) =>
        (short)(await DescribeAsync(topic, stop)).Partitions.Select(partition => partition.Replicas.Length).DefaultIfEmpty(0).Min();

    private async Task<MissingCopies?> TooFewCopiesAsync(string topic, short wanted, CancellationToken stop)
    {
        Kafka.Metadata cluster = await Task.Run(() => Ask(() => _admin.GetMetadata(topic, Patience)), stop);
        Kafka.TopicMetadata found = cluster.Topics.First(one => one.Topic == topic);
        return found.Partitions.All(partition => partition.Replicas.Length >= wanted) ? null
            : new MissingCopies(topic, wanted, [.. cluster.Brokers.Select(broker => broker.BrokerId).Order()], [.. found.Partitions.OrderBy(partition => partition.PartitionId).Select(partition => partition.Replicas)]);
    }

    private async Task<Kafka.TopicMetadata> DescribeAsync(string topic, CancellationToken stop) =>
        (await Task.Run(() => Ask(() => _admin.GetMetadata(topic, Patience)), stop)).Topics.First(one => one.Topic == topic);
}
