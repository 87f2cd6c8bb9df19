using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>The partitions that a client reads, and how far: each message is handed on once and in order, whatever the client does.</summary>
/// <param name="clients">Whose log says what was dropped.</param>
/// <param name="consumer">The client.</param>
/// <param name="reader">Who reads, for log and metrics.</param>
internal sealed class ReadPartitions(ClientFactory clients, Kafka.IConsumer<byte[]?, byte[]?> consumer, string reader)
{
    private readonly Dictionary<TopicPartition, ReadPartition> _partitions = [];

    /// <summary>Which.</summary>
    public IReadOnlyCollection<TopicPartition> All => _partitions.Keys;

    /// <summary>Whether there are some, and the end of each was seen since its last message.</summary>
    public bool AtEnd => _partitions.Count > 0 && _partitions.Values.All(partition => partition.AtEnd || partition.Paused);

    /// <summary>One is read from an offset on.</summary>
    public void Add(TopicPartition partition, long start) => _partitions[partition] = new(start);

    /// <summary>One is read no longer.</summary>
    public void Remove(TopicPartition partition) => _partitions.Remove(partition);

    /// <summary>What the client gave: a message that is new, or none.</summary>
    public TopicMessage? Accept(Kafka.ConsumeResult<byte[]?, byte[]?> result)
    {
        var partition = new TopicPartition(result.Topic, result.Partition.Value);
        if (!_partitions.TryGetValue(partition, out ReadPartition? read)) return null;   // it left while this was under way
        long offset = result.Offset.Value;
        if (result.IsPartitionEOF)
        {
            read.ReachedEnd(offset);
            return null;
        }
        if (!read.Expects(offset))
        {
            clients.Logger.Redelivered(partition.At(offset), read.Next);
            TopicMetrics.Redelivered(reader, partition.Topic);
            return null;
        }
        read.Passed(partition, offset);
        var message = new TopicMessage(partition.At(offset), result.Message);
        TopicMetrics.Read(reader, partition.Topic, message.Value.Length);
        HandOverAgain(partition, offset);
        return message;
    }

    /// <summary>The offset of the next message, markers of ended transactions passed over; none of a partition that is not read.</summary>
    public long? NextOffset(TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out ReadPartition? read)) return null;
        // The client passes over markers as it comes to them; after going back, its position is of before until the next message.
        return read.IsGoingBack ? read.Next : Math.Max(read.Next, consumer.Position(TopicReader.ToKafka(partition)).Value);
    }

    /// <summary>Stops reading one until <see cref="Resume"/>.</summary>
    /// <returns>Whether it was read until now.</returns>
    public bool Pause(TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out ReadPartition? read) || read.Paused) return false;
        consumer.Pause([TopicReader.ToKafka(partition)]);
        read.Paused = true;
        return true;
    }

    /// <summary>Goes on with a paused one.</summary>
    public void Resume(TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out ReadPartition? read) || !read.Paused) return;
        consumer.Resume([TopicReader.ToKafka(partition)]);
        read.Paused = false;
    }

    /// <summary>Reads one again from an offset.</summary>
    /// <param name="partition">One that is read.</param>
    /// <param name="offset">Where to go on.</param>
    /// <param name="first">The offset of the first message from there on, where it was seen before: anything else would be a loss, and is refused.</param>
    public void Rewind(TopicPartition partition, long offset, long? first)
    {
        KafkaErrors.Ask(() =>
        {
            consumer.Seek(TopicReader.ToKafka(partition.At(offset)));
            return true;
        }, TimeSpan.FromSeconds(30));
        _partitions[partition].Rewind(offset, first);
        clients.Logger.Rewound(partition, offset);
    }

    /// <summary>What the client has been seen to do of itself, where a test asks for it.</summary>
    [System.Diagnostics.Conditional(FaultPoint.Symbol)]
    private void HandOverAgain(TopicPartition partition, long offset)
    {
        string? again = null;
        FaultPoint.Reach("read.again", ref again);
        if (again is not null) consumer.Seek(TopicReader.ToKafka(partition.At(Math.Max(0, offset - 5))));
    }
}
