using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// A member of a consumer group that reads its partitions: committed messages, in order and each once, from offsets that its owner chooses. One
/// thread uses it. A worker that also writes to topics takes <see cref="TransactionalUnit"/> instead.
/// </summary>
/// <remarks>
/// Kafka promises none of that by itself: librdkafka has been seen to hand over an offset twice, offsets have holes where transactions
/// ended, and a group whose offset is gone would silently start elsewhere.
/// After an exception of <see cref="Read"/> other than <see cref="OperationCanceledException"/> it cannot be used further.
/// </remarks>
public sealed class TopicReader : IDisposable
{
    private readonly ClientFactory _clients;
    private readonly AssignmentHandlers _handlers;
    private readonly GroupMember _member;
    private readonly ReadPartitions _read;

    /// <summary>Joins a group.</summary>
    /// <param name="clients">How to reach Kafka.</param>
    /// <param name="group">The consumer group.</param>
    /// <param name="topics">The topics' full names.</param>
    /// <param name="handlers">What its owner does when partitions come and go.</param>
    public TopicReader(ClientFactory clients, string group, IReadOnlyCollection<string> topics, AssignmentHandlers? handlers = null)
    {
        (_clients, _handlers) = (clients, handlers ?? new());
        _member = new(clients, group, topics, new()
        {
            Assigned = Assign,
            Revoked = leaving => Leave(leaving, _handlers.Revoked),
            Lost = leaving => Leave(leaving, _handlers.Lost),
        });
        _read = new(clients, _member.Client, group);
    }

    /// <summary>The consumer group.</summary>
    public string Group => _member.Group;

    /// <summary>The partitions that are read now.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions => _read.All;

    /// <summary>Whether it has partitions, and has seen the end of each since its last message.</summary>
    public bool AtEnd => _read.AtEnd;

    /// <summary>The next message, or none within some time. Rebalances happen inside.</summary>
    /// <exception cref="TopicsException">Kafka cannot give what was asked: a missing topic, an offset that is gone. A handler's own
    /// exception passes unchanged.</exception>
    public TopicMessage? Read(TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            long left = Math.Max(0, deadline - Environment.TickCount64);
            Kafka.ConsumeResult<byte[]?, byte[]?>? result = _member.Consume(TimeSpan.FromMilliseconds(left));
            if (result is null) return null;
            if (_read.Accept(result) is { } message) return message;
        }
    }

    /// <inheritdoc cref="ReadPartitions.NextOffset"/>
    public long? NextOffset(TopicPartition partition) => _read.NextOffset(partition);

    /// <summary>The offset after the last visible message of each partition that is read here, as the brokers say now.</summary>
    public IReadOnlyDictionary<TopicPartition, long> EndOffsets() => Partitions.ToDictionary(
        partition => partition,
        partition => _member.Ask($"{partition}", () => TopicTail.EndsOf(_member.Client, partition)).High.Value);

    /// <summary>
    /// Stops reading a partition until <see cref="Resume"/>; what was fetched ahead is fetched again then. <see cref="Read"/> must still
    /// be called.
    /// </summary>
    /// <returns>Whether it was read until now.</returns>
    public bool Pause(TopicPartition partition) => _read.Pause(partition);

    /// <summary>Goes on with a paused partition.</summary>
    public void Resume(TopicPartition partition) => _read.Resume(partition);

    /// <summary>Reads a partition again from a message that was read before.</summary>
    /// <param name="first">The message; anything else that came in its place would be a loss, and is refused.</param>
    public void ReadAgain(Position first)
    {
        if (_read.All.Contains(first.TopicPartition)) _read.Rewind(first.TopicPartition, first.Offset, first.Offset);
    }

    /// <inheritdoc cref="GroupMember.Commit"/>
    public bool Commit(IReadOnlyCollection<Position> next) => _member.Commit(next);

    /// <inheritdoc cref="GroupMember.Close"/>
    public void Close() => _member.Close();

    /// <summary>Drops everything. After <see cref="Close"/> it does nothing.</summary>
    public void Dispose() => _member.Dispose();

    private IEnumerable<Position> Assign(IReadOnlyList<AssignedPartition> coming)
    {
        foreach (AssignedPartition assigned in coming)
        {
            long start = _handlers.Assigned?.Invoke(assigned) ?? assigned.Start;
            if (start < assigned.Earliest)
            {
                throw new TopicsException(
                    $"The group {Group} goes on at {assigned.Partition.At(start)}, but the topic begins at {assigned.Earliest}: "
                    + "the messages between are deleted. Set the group's offsets on purpose, or read from another copy.");
            }
            _clients.Logger.Assigned(Group, assigned.Partition, start, assigned.Committed, assigned.Earliest);
            _read.Add(assigned.Partition, start);
            yield return assigned.Partition.At(start);
        }
    }

    private void Leave(IReadOnlyList<TopicPartition> partitions, Action<IReadOnlyList<TopicPartition>>? handler)
    {
        try
        {
            handler?.Invoke(partitions);
        }
        finally
        {
            foreach (TopicPartition partition in partitions) _read.Remove(partition);
        }
    }

    internal static Kafka.TopicPartition ToKafka(TopicPartition partition) => new(partition.Topic, partition.Partition);

    internal static Kafka.TopicPartitionOffset ToKafka(Position position) => new(position.Topic, position.Partition, position.Offset);
}
