using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>A topic whose partitions have fewer copies than they should, and what mends it.</summary>
/// <param name="topic">The topic.</param>
/// <param name="wanted">How many each partition should have.</param>
/// <param name="brokers">The cluster's brokers.</param>
/// <param name="replicas">The brokers that have each partition, its leader first.</param>
internal sealed class MissingCopies(string topic, int wanted, IReadOnlyList<int> brokers, IReadOnlyList<int[]> replicas)
{
    /// <summary>What is wrong, as a sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{topic} has {replicas.Min(one => one.Length)} replicas of a partition; {wanted} are wanted.");

    /// <summary>What an operator does, as a command: Kafka's own tool moves partitions, which the client has no call for. Run apply again after it, for min.insync.replicas.</summary>
    public string Mending(string bootstrapServers) =>
        $"To mend it: echo '{Reassignment()}' > more-copies.json && kafka-reassign-partitions.sh --bootstrap-server {bootstrapServers} --reassignment-json-file more-copies.json --execute, "
        + "then `kafkastellar topics apply` again, which sets min.insync.replicas.";

    // Each partition keeps what it has, and gets the next brokers in turn, so that they share the load.
    private string Reassignment()
    {
        IEnumerable<string> partitions = replicas.Select((has, partition) =>
        {
            IEnumerable<int> others = Enumerable.Range(0, brokers.Count).Select(turn => brokers[(partition + turn) % brokers.Count]).Except(has);
            string all = string.Join(",", has.Concat(others.Take(Math.Max(0, wanted - has.Length))).Select(broker => broker.ToString(CultureInfo.InvariantCulture)));
            return string.Create(CultureInfo.InvariantCulture, $"{{\"topic\":\"{topic}\",\"partition\":{partition},\"replicas\":[{all}]}}");
        });
        return $"{{\"version\":1,\"partitions\":[{string.Join(",", partitions)}]}}";
    }
}
