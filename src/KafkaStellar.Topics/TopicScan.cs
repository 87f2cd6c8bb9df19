using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>Looks through a topic once, for whoever judges or shows it: joins no group and commits nothing.</summary>
public static class TopicScan
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Every committed message, from the first that the topic still has to the last that it had when this began; those of one partition in
    /// their order, each once.
    /// </summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    public static IEnumerable<TopicMessage> Read(ClientFactory clients, string topic, CancellationToken stop)
    {
        Position[] starts = [.. Enumerable.Range(0, TopicTail.Partitions(clients, topic)).Select(partition => new Position(topic, partition, 0))];
        return Read(clients, starts, int.MaxValue, stop);
    }

    /// <summary>Those of one partition; none where the topic has no such.</summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    public static IEnumerable<TopicMessage> Read(ClientFactory clients, string topic, int partition, CancellationToken stop) =>
        partition < TopicTail.Partitions(clients, topic) ? Read(clients, [new(topic, partition, 0)], int.MaxValue, stop) : [];

    /// <summary>The message at a position; none where no committed one stands there.</summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    public static TopicMessage? At(ClientFactory clients, Position position, CancellationToken stop)
    {
        if (position.Partition >= TopicTail.Partitions(clients, position.Topic)) return null;
        return Read(clients, [position], 1, stop).FirstOrDefault(message => message.Position == position);
    }

    private static IEnumerable<TopicMessage> Read(ClientFactory clients, Position[] starts, int most, CancellationToken stop)
    {
        using Kafka.IConsumer<byte[]?, byte[]?> consumer = clients.Consumer("kafkastellar-scan").Build();   // joins no group: it only assigns
        Dictionary<TopicPartition, (long Next, long End)> open = Begin(consumer, starts);
        long heard = Environment.TickCount64;
        while (open.Count > 0 && most > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (TopicTail.Consume(consumer, starts[0].Topic) is not { } result)
            {
                if (Environment.TickCount64 - heard < (long)Patience.TotalMilliseconds) continue;
                throw new TopicsException($"Nothing of {string.Join(", ", open.Keys)} came within {Patience.TotalSeconds} s, although it was not read to its end.");
            }
            heard = Environment.TickCount64;
            var partition = new TopicPartition(result.Topic, result.Partition.Value);
            long offset = result.Offset.Value;
            if (!open.TryGetValue(partition, out (long Next, long End) read)) continue;
            bool isMessage = !result.IsPartitionEOF && offset >= read.Next && offset < read.End;
            if (isMessage) open[partition] = (offset + 1, read.End);
            if (result.IsPartitionEOF || offset + 1 >= read.End)
            {
                open.Remove(partition);
                consumer.IncrementalUnassign([TopicReader.ToKafka(partition)]);
            }
            if (!isMessage) continue;
            most--;
            yield return new TopicMessage(partition.At(offset), result.Message);
        }
    }

    private static Dictionary<TopicPartition, (long Next, long End)> Begin(Kafka.IConsumer<byte[]?, byte[]?> consumer, Position[] starts)
    {
        Dictionary<TopicPartition, (long Next, long End)> open = [];
        try
        {
            foreach (Position start in starts)
            {
                Kafka.WatermarkOffsets ends = TopicTail.EndsOf(consumer, start.TopicPartition);
                long first = Math.Max(start.Offset, ends.Low.Value);
                if (first < ends.High.Value) open[start.TopicPartition] = (first, ends.High.Value);
            }
            consumer.Assign(open.Select(one => TopicReader.ToKafka(one.Key.At(one.Value.Next))));
            return open;
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The ends of {starts[0].Topic} cannot be read: {e.Error.Reason}", e);
        }
    }
}
