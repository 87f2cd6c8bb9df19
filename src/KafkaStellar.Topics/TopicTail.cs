using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>The ends of a topic: what a source must know to go on after the last ledger in it.</summary>
public static class TopicTail
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The message with the greatest last ledger among the last committed messages of all partitions; none where the topic is empty.</summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    /// <exception cref="BadMessageException">A last message does not say what it holds.</exception>
    public static TopicMessage? Read(ClientFactory clients, string topic)
    {
        TopicMessage? greatest = null;
        for (int partition = 0, count = Partitions(clients, topic); partition < count; partition++)
        {
            TopicMessage? last = ReadPartition(clients, new(topic, partition));
            if (last is not null && (greatest is null || Order(last).CompareTo(Order(greatest)) > 0)) greatest = last;
        }
        return greatest;
    }

    /// <summary>The last committed message of a partition; none where it has none.</summary>
    /// <exception cref="TopicsException">Kafka does not answer.</exception>
    public static TopicMessage? ReadPartition(ClientFactory clients, TopicPartition partition)
    {
        using Kafka.IConsumer<byte[]?, byte[]?> consumer = clients.Consumer("kafkastellar-tail").Build();   // joins no group: it only assigns
        try
        {
            Kafka.WatermarkOffsets ends = consumer.QueryWatermarkOffsets(TopicReader.ToKafka(partition), Patience);
            // The last offsets may be markers, or messages that were aborted: step back until there is a message.
            for (long step = 2; ; step *= 2)
            {
                long start = Math.Max(ends.Low.Value, ends.High.Value - step);
                if (LastFrom(consumer, partition, start, ends.High.Value) is { } last) return last;
                if (start == ends.Low.Value) return null;
            }
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The end of {partition} cannot be read: {e.Error.Reason}", e);
        }
    }

    /// <summary>How many partitions a topic has.</summary>
    /// <exception cref="TopicsException">It does not exist, or Kafka does not answer.</exception>
    public static int Partitions(ClientFactory clients, string topic)
    {
        using Kafka.IAdminClient admin = clients.Admin();
        try
        {
            Kafka.TopicMetadata? found = admin.GetMetadata(topic, Patience).Topics.Find(one => one.Topic == topic);
            return found is { Error.IsError: false, Partitions.Count: > 0 }
                ? found.Partitions.Count
                : throw new TopicsException($"{topic} does not exist. Create it with `kafkastellar topics apply`. ({found?.Error.Reason})");
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"Kafka does not answer about {topic}: {e.Error.Reason}", e);
        }
    }

    private static TopicMessage? LastFrom(Kafka.IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, long start, long end)
    {
        TopicMessage? last = null;
        consumer.Assign(TopicReader.ToKafka(partition.At(start)));
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Environment.TickCount64 < deadline)
        {
            Kafka.ConsumeResult<byte[]?, byte[]?>? result = consumer.Consume(TimeSpan.FromMilliseconds(500));
            if (result is null) continue;
            if (result.IsPartitionEOF) return last;
            last = new(partition.At(result.Offset.Value), result.Message);
            if (last.Position.Offset + 1 >= end) return last;
        }
        throw new TopicsException($"The end of {partition} was not reached from offset {start} within {Patience.TotalSeconds} s.");
    }

    private static (uint Ledger, int Part) Order(TopicMessage message)
    {
        MessageHeaders headers = message.Identity();
        return (headers.Ledgers.Last, headers.Part?.Index ?? 0);
    }
}
