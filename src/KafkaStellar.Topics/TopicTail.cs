using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>The ends of a topic: what a source must know to go on after the last ledger in it.</summary>
public static class TopicTail
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The message with the greatest last ledger among the last committed messages of all partitions; none where the topic is empty.
    /// </summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    /// <exception cref="BadMessageException">A last message does not say what it holds.</exception>
    public static TopicMessage? Read(ClientFactory clients, string topic)
    {
        IEnumerable<TopicPartition> partitions = Enumerable.Range(0, Partitions(clients, topic)).Select(partition => new TopicPartition(topic, partition));
        return ReadPartitions(clients, [.. partitions]).Values.MaxBy(Order);
    }

    /// <summary>The last committed message of each of some partitions; those without one are left out.</summary>
    /// <exception cref="TopicsException">Kafka does not answer.</exception>
    public static IReadOnlyDictionary<TopicPartition, TopicMessage> ReadPartitions(ClientFactory clients, IReadOnlyCollection<TopicPartition> partitions)
    {
        using Kafka.IConsumer<byte[]?, byte[]?> consumer = clients.Consumer("kafkastellar-tail").Build();   // joins no group: it only assigns
        try
        {
            Dictionary<TopicPartition, TopicMessage> last = [];
            Dictionary<TopicPartition, Kafka.WatermarkOffsets> open = partitions.ToDictionary(
                partition => partition, partition => EndsOf(consumer, partition));
            // The last offsets may be markers, or messages that were aborted: step back until there is a message, or no more to see.
            for (long step = 2; open.Count > 0; step *= 2)
            {
                List<Position> starts = [.. open.Select(one => one.Key.At(Math.Max(one.Value.Low.Value, one.Value.High.Value - step)))];
                ReadFrom(consumer, starts, last);
                foreach (Position start in starts)
                {
                    if (last.ContainsKey(start.TopicPartition) || start.Offset == open[start.TopicPartition].Low.Value) open.Remove(start.TopicPartition);
                }
            }
            return last;
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The ends of {string.Join(", ", partitions)} cannot be read: {e.Error.Reason}", e);
        }
    }

    /// <summary>A partition's ends; asked for again while its leader moves.</summary>
    internal static Kafka.WatermarkOffsets EndsOf(Kafka.IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition) =>
        KafkaErrors.Ask(() => consumer.QueryWatermarkOffsets(TopicReader.ToKafka(partition), Patience), Patience);

    /// <summary>The next message, or the end of a partition; none where nothing comes soon.</summary>
    /// <exception cref="TopicsException">The topic cannot be read.</exception>
    internal static Kafka.ConsumeResult<byte[]?, byte[]?>? Consume(Kafka.IConsumer<byte[]?, byte[]?> consumer, string topic)
    {
        try
        {
            return consumer.Consume(TimeSpan.FromMilliseconds(100));
        }
        catch (Kafka.ConsumeException e) when (KafkaErrors.IsPassing(e.Error))
        {
            return null;
        }
        catch (Kafka.ConsumeException e)
        {
            throw new TopicsException($"{topic} cannot be read: {e.Error.Reason} ({e.Error.Code})", e);
        }
    }

    /// <summary>How many partitions a topic has.</summary>
    /// <exception cref="TopicsException">It does not exist, or Kafka does not answer.</exception>
    public static int Partitions(ClientFactory clients, string topic)
    {
        using Kafka.IAdminClient admin = clients.Admin();
        try
        {
            Kafka.TopicMetadata? found = KafkaErrors.Ask(() => admin.GetMetadata(topic, Patience), Patience).Topics.Find(one => one.Topic == topic);
            return found is { Error.IsError: false, Partitions.Count: > 0 }
                ? found.Partitions.Count
                : throw new TopicsException($"{topic} does not exist. Create it with `kafkastellar topics apply`. ({found?.Error.Reason})");
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"Kafka does not answer about {topic}: {e.Error.Reason}", e);
        }
    }

    /// <summary>Reads some partitions to their ends, and keeps the last message of each.</summary>
    private static void ReadFrom(Kafka.IConsumer<byte[]?, byte[]?> consumer, List<Position> starts, Dictionary<TopicPartition, TopicMessage> last)
    {
        consumer.Assign(starts.Select(TopicReader.ToKafka));
        HashSet<TopicPartition> waiting = [.. starts.Select(start => start.TopicPartition)];
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (waiting.Count > 0)
        {
            if (Environment.TickCount64 > deadline)
                throw new TopicsException($"The ends of {string.Join(", ", waiting)} were not reached within {Patience.TotalSeconds} s.");
            Kafka.ConsumeResult<byte[]?, byte[]?>? result = Consume(consumer, starts[0].Topic);
            if (result is null) continue;
            var partition = new TopicPartition(result.Topic, result.Partition.Value);
            if (result.IsPartitionEOF)
                waiting.Remove(partition);
            else
                last[partition] = new(partition.At(result.Offset.Value), result.Message);
        }
    }

    private static (uint Ledger, int Part) Order(TopicMessage message)
    {
        MessageHeaders headers = message.Identity();
        return (headers.Ledgers.Last, headers.Part?.Index ?? 0);
    }
}
