using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

// Partitions that come and go, and what Kafka knows of the group's place in them.
internal sealed partial class GroupMember
{
    /// <summary>
    /// Where the group goes on with its partitions here, as the brokers say; partitions without a committed offset are left out.
    /// </summary>
    public IReadOnlyDictionary<TopicPartition, long> Committed()
    {
        Kafka.TopicPartition[] partitions = [.. _partitions.Select(TopicReader.ToKafka)];
        if (partitions.Length == 0) return new Dictionary<TopicPartition, long>();
        return Ask(partitions[0].Topic, () => Client.Committed(partitions, _clients.Options.LongestUndecided))
            .Where(committed => !committed.Offset.IsSpecial)
            .ToDictionary(committed => new TopicPartition(committed.Topic, committed.Partition.Value), committed => committed.Offset.Value);
    }

    /// <summary>Whether the group has committed all there is in the partitions that are not here.</summary>
    public bool IsRestDone()
    {
        Kafka.TopicPartition[] rest =
        [
            .. Client.Subscription
                .SelectMany(topic => Enumerable.Range(0, TopicTail.Partitions(_clients, topic)).Select(partition => new TopicPartition(topic, partition)))
                .Where(partition => !_partitions.Contains(partition))
                .Select(TopicReader.ToKafka),
        ];
        if (rest.Length == 0) return true;
        List<Kafka.TopicPartitionOffset> committed = Ask(rest[0].Topic, () => Client.Committed(rest, Patience));
        IReadOnlyDictionary<TopicPartition, TopicMessage> last =
            TopicTail.ReadPartitions(_clients, [.. rest.Select(partition => new TopicPartition(partition.Topic, partition.Partition.Value))]);
        return committed.All(one => !last.TryGetValue(new(one.Topic, one.Partition.Value), out TopicMessage? message) || one.Offset.Value > message.Position.Offset);
    }

    private IEnumerable<Kafka.TopicPartitionOffset> Assign(List<Kafka.TopicPartition> partitions)
    {
        HasJoined = true;
        if (_closed) return Nowhere(partitions);    // a rebalance that ends while the group is being left
        try
        {
            if (_isIdle)
            {
                TopicPartition[] came = [.. partitions.Select(partition => new TopicPartition(partition.Topic, partition.Partition.Value))];
                _partitions.UnionWith(came);
                _toPause.AddRange(partitions);
                _handlers.Came?.Invoke(came);
                return Nowhere(partitions);
            }
            if (partitions.Count == 0) return [];
            AssignedPartition[] coming = [.. Describe(Ask(partitions[0].Topic, () => Client.Committed(partitions, _clients.Options.LongestUndecided)))];
            _partitions.UnionWith(coming.Select(assigned => assigned.Partition));
            return [.. (_handlers.Assigned ?? AtStart)(coming).Select(TopicReader.ToKafka)];
        }
        catch (Exception e)   // must not pass through native frames: Consume throws it as soon as they are left
        {
            _handlerFailure ??= e;
            foreach (Kafka.TopicPartition partition in partitions)
                _partitions.Remove(new(partition.Topic, partition.Partition.Value));
            return Nowhere(partitions);
        }
    }

    /// <summary>What Kafka knows of some partitions of this member; null where it does not say yet, because a transaction is about to move the group's offsets (KIP-447).</summary>
    public IReadOnlyList<AssignedPartition>? TryDescribe(IEnumerable<TopicPartition> partitions)
    {
        try
        {
            return [.. Describe(Client.Committed(partitions.Select(TopicReader.ToKafka), TimeSpan.FromSeconds(1)))];
        }
        catch (Kafka.KafkaException e) when (KafkaErrors.IsPassing(e.Error) || e.Error.Code == Kafka.ErrorCode.Local_TimedOut)
        {
            return null;
        }
    }

    private static IEnumerable<Position> AtStart(IReadOnlyList<AssignedPartition> coming) => coming.Select(assigned => assigned.Partition.At(assigned.Start));

    /// <summary>An assignment that must be answered, but of which nothing will be read.</summary>
    private static IEnumerable<Kafka.TopicPartitionOffset> Nowhere(List<Kafka.TopicPartition> partitions) =>
        partitions.Select(partition => new Kafka.TopicPartitionOffset(partition, Kafka.Offset.End));

    private IEnumerable<AssignedPartition> Describe(List<Kafka.TopicPartitionOffset> known)
    {
        foreach (Kafka.TopicPartitionOffset committed in known)
        {
            Kafka.WatermarkOffsets ends = Ask(committed.Topic, () => Client.QueryWatermarkOffsets(committed.TopicPartition, Patience));
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
            _partitions.ExceptWith(leaving);
        }
    }

    /// <summary>Asks again while Kafka is busy: a coordinator moves, a partition is just being assigned.</summary>
    public T Ask<T>(string about, Func<T> question)
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
