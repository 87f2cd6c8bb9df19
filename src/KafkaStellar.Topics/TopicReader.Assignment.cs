using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

// Partitions that come, go, and are read again.
public sealed partial class TopicReader
{
    /// <summary>
    /// How long the group's offsets may be undecided: a member that crashed with them in its transaction leaves them so until its successor
    /// in the same slot starts, or the transaction times out.
    /// </summary>
    private TimeSpan OffsetPatience => TimeSpan.FromTicks(Math.Min((_clients.Options.TransactionTimeout + Patience).Ticks, (_clients.Options.MaxPollInterval * 0.8).Ticks));

    private IEnumerable<Kafka.TopicPartitionOffset> Assign(List<Kafka.TopicPartition> partitions)
    {
        if (_closed) return Nowhere(partitions);    // a rebalance that ends while the group is being left
        try
        {
            List<Kafka.TopicPartitionOffset> starts = [];
            foreach (AssignedPartition assigned in Describe(partitions))
            {
                long start = _handlers.Assigned?.Invoke(assigned) ?? assigned.Start;
                if (start < assigned.Earliest)
                {
                    throw new TopicsException(
                        $"The group {Group} goes on at {assigned.Partition.At(start)}, but the topic begins at {assigned.Earliest}: "
                        + "the messages between are deleted. Set the group's offsets on purpose, or read from another copy.");
                }
                _clients.Logger.Assigned(Group, assigned.Partition, start, assigned.Committed, assigned.Earliest);
                _partitions[assigned.Partition] = new(start);
                starts.Add(ToKafka(assigned.Partition.At(start)));
            }
            return starts;
        }
        catch (Exception e)   // must not pass through native frames: Read throws it as soon as they are left
        {
            _handlerFailure ??= e;
            foreach (Kafka.TopicPartition partition in partitions)
                _partitions.Remove(new(partition.Topic, partition.Partition.Value));
            return Nowhere(partitions);
        }
    }

    /// <summary>An assignment that must be answered, but of which nothing will be read.</summary>
    private static IEnumerable<Kafka.TopicPartitionOffset> Nowhere(List<Kafka.TopicPartition> partitions) =>
        partitions.Select(partition => new Kafka.TopicPartitionOffset(partition, Kafka.Offset.End));

    /// <summary>What Kafka knows of some partitions. Waits for transactions that are about to move the group's offsets (KIP-447).</summary>
    private IEnumerable<AssignedPartition> Describe(List<Kafka.TopicPartition> partitions)
    {
        if (partitions.Count == 0) yield break;
        foreach (Kafka.TopicPartitionOffset committed in Ask(partitions[0].Topic, () => _consumer.Committed(partitions, OffsetPatience)))
        {
            Kafka.WatermarkOffsets ends = Ask(committed.Topic, () => _consumer.QueryWatermarkOffsets(committed.TopicPartition, Patience));
            var partition = new TopicPartition(committed.Topic, committed.Partition.Value);
            yield return new(partition, committed.Offset.IsSpecial ? null : committed.Offset.Value, ends.Low.Value, ends.High.Value);
        }
    }

    private void Revoke(List<Kafka.TopicPartitionOffset> partitions, Action<IReadOnlyList<TopicPartition>>? handler, bool lost)
    {
        List<TopicPartition> leaving = [.. partitions.Select(partition => new TopicPartition(partition.Topic, partition.Partition.Value))];
        try
        {
            foreach (TopicPartition partition in leaving)
            {
                if (lost)
                    _clients.Logger.Lost(Group, partition);
                else
                    _clients.Logger.Revoked(Group, partition);
            }
            handler?.Invoke(leaving);
        }
        catch (Exception e)   // as above
        {
            _handlerFailure ??= e;
        }
        finally
        {
            foreach (TopicPartition partition in leaving)
                _partitions.Remove(partition);
        }
    }

    /// <summary>
    /// Where the group goes on with the partitions that are read here, as the brokers say; partitions without a committed offset are left
    /// out.
    /// </summary>
    internal IReadOnlyDictionary<TopicPartition, long> Committed()
    {
        Kafka.TopicPartition[] partitions = [.. _partitions.Keys.Select(ToKafka)];
        if (partitions.Length == 0) return new Dictionary<TopicPartition, long>();
        return Ask(partitions[0].Topic, () => _consumer.Committed(partitions, OffsetPatience))
            .Where(committed => !committed.Offset.IsSpecial)
            .ToDictionary(committed => new TopicPartition(committed.Topic, committed.Partition.Value), committed => committed.Offset.Value);
    }

    /// <summary>Whether the group has committed all there is in the partitions that are not read here.</summary>
    internal bool IsRestDone()
    {
        Kafka.TopicPartition[] rest =
        [
            .. _consumer.Subscription
                .SelectMany(topic => Enumerable.Range(0, TopicTail.Partitions(_clients, topic)).Select(partition => new TopicPartition(topic, partition)))
                .Where(partition => !_partitions.ContainsKey(partition))
                .Select(ToKafka),
        ];
        if (rest.Length == 0) return true;
        List<Kafka.TopicPartitionOffset> committed = Ask(rest[0].Topic, () => _consumer.Committed(rest, Patience));
        IReadOnlyDictionary<TopicPartition, TopicMessage> last =
            TopicTail.ReadPartitions(_clients, [.. rest.Select(partition => new TopicPartition(partition.Topic, partition.Partition.Value))]);
        return committed.All(one => !last.TryGetValue(new(one.Topic, one.Partition.Value), out TopicMessage? message) || one.Offset.Value > message.Position.Offset);
    }

    /// <summary>Reads a partition again from an offset.</summary>
    /// <param name="partition">One that is read here.</param>
    /// <param name="offset">Where to go on.</param>
    /// <param name="first">The offset of the first message from there on, where it was seen before: anything else would be a loss, and is
    /// refused.</param>
    internal void Rewind(TopicPartition partition, long offset, long? first)
    {
        ReadPartition read = _partitions[partition];
        Ask(partition, () =>
        {
            _consumer.Seek(ToKafka(partition.At(offset)));
            return true;
        });
        read.Rewind(offset, first);
        _clients.Logger.Rewound(partition, offset);
    }

    private T Ask<T>(TopicPartition partition, Func<T> question) => Ask(partition.ToString(), question);

    /// <summary>Asks again while Kafka is busy: a coordinator moves, a partition is just being assigned.</summary>
    private T Ask<T>(string about, Func<T> question)
    {
        try
        {
            return KafkaErrors.Ask(question, Patience);
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"Kafka did not answer the group {Group} about {about} within {Patience.TotalSeconds} s: {e.Error.Reason}", e);
        }
    }
}
