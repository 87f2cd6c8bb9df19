using Microsoft.Extensions.Logging;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// A member of a consumer group: reads committed messages, in order and each once, from offsets that its owner chooses. One thread uses it.
/// A worker that also writes to topics takes <see cref="TransactionalUnit"/> instead.
/// </summary>
/// <remarks>
/// Kafka promises none of that by itself: librdkafka has been seen to hand over an offset twice, offsets have holes where transactions
/// ended, and a group whose offset is gone would silently start elsewhere.
/// After an exception of <see cref="Read"/> other than <see cref="OperationCanceledException"/> it cannot be used further.
/// </remarks>
public sealed partial class TopicReader : IDisposable
{
    /// <summary>How long Kafka may take to answer a question about offsets: as long as a broker's restart.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long leaving a group may take: the work of a handler, and an answer of the brokers.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(60);

    private readonly ClientFactory _clients;
    private readonly AssignmentHandlers _handlers;
    private readonly Kafka.IConsumer<byte[]?, byte[]?> _consumer;
    private readonly Dictionary<TopicPartition, ReadPartition> _partitions = [];
    private Exception? _handlerFailure;
    private bool _closed;
    private bool _isStuck;

    /// <summary>Joins a group.</summary>
    /// <param name="clients">How to reach Kafka.</param>
    /// <param name="group">The consumer group.</param>
    /// <param name="topics">The topics' full names.</param>
    /// <param name="handlers">What to do when partitions come and go.</param>
    public TopicReader(ClientFactory clients, string group, IReadOnlyCollection<string> topics, AssignmentHandlers? handlers = null)
    {
        _clients = clients;
        _handlers = handlers ?? new();
        Group = group;
        _consumer = clients.Consumer(group)
            .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoke(partitions, _handlers.Revoked, lost: false))
            .SetPartitionsLostHandler((_, partitions) => Revoke(partitions, _handlers.Lost, lost: true))
            .Build();
        _consumer.Subscribe(topics);
    }

    /// <summary>The consumer group.</summary>
    public string Group { get; }

    /// <summary>The partitions that are read now.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions => _partitions.Keys;

    /// <summary>Whether it has partitions, and has seen the end of each since its last message.</summary>
    public bool AtEnd => _partitions.Count > 0 && _partitions.Values.All(partition => partition.AtEnd || partition.Paused);

    /// <summary>The group's state, as a transaction needs it (KIP-447).</summary>
    internal Kafka.IConsumerGroupMetadata GroupMetadata => _consumer.ConsumerGroupMetadata;

    /// <summary>The next message, or none within some time. Rebalances happen inside.</summary>
    /// <exception cref="TopicsException">Kafka cannot give what was asked: a missing topic, an offset that is gone. A handler's own
    /// exception passes unchanged.</exception>
    public TopicMessage? Read(TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            long left = Math.Max(0, deadline - Environment.TickCount64);
            Kafka.ConsumeResult<byte[]?, byte[]?>? result = Consume(TimeSpan.FromMilliseconds(left));
            if (result is null) return null;
            if (Accept(result) is { } message) return message;
        }
    }

    /// <summary>
    /// The offset of the next message of a partition, markers of ended transactions passed over; none where it is not read here.
    /// </summary>
    public long? NextOffset(TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out ReadPartition? read)) return null;
        // The client passes over markers as it comes to them; after going back, its position is of before until the next message.
        return read.IsGoingBack ? read.Next : Math.Max(read.Next, _consumer.Position(ToKafka(partition)).Value);
    }

    /// <summary>The offset after the last visible message of each partition that is read here, as the brokers say now.</summary>
    public IReadOnlyDictionary<TopicPartition, long> EndOffsets() =>
        _partitions.Keys.ToDictionary(
            partition => partition,
            partition => Ask(partition, () => _consumer.QueryWatermarkOffsets(ToKafka(partition), Patience)).High.Value);

    /// <summary>
    /// Stops reading a partition until <see cref="Resume"/>; what was fetched ahead is fetched again then. <see cref="Read"/> must still
    /// be called.
    /// </summary>
    /// <returns>Whether it was read until now.</returns>
    public bool Pause(TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out ReadPartition? read) || read.Paused) return false;
        _consumer.Pause([ToKafka(partition)]);
        read.Paused = true;
        return true;
    }

    /// <summary>Goes on with a paused partition.</summary>
    public void Resume(TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out ReadPartition? read) || !read.Paused) return;
        _consumer.Resume([ToKafka(partition)]);
        read.Paused = false;
    }

    /// <summary>Commits, for the group, where each partition goes on: the offset of its next message.</summary>
    /// <returns>False where the group has moved on without this member; the partitions are another's then, and so is the work.</returns>
    /// <exception cref="TopicsException">Kafka refused for another reason.</exception>
    public bool Commit(IReadOnlyCollection<Position> next)
    {
        if (next.Count == 0) return true;
        try
        {
            return KafkaErrors.Ask(
                () =>
                {
                    _consumer.Commit(next.Select(ToKafka));
                    return true;
                },
                Patience);
        }
        catch (Kafka.KafkaException e) when (e.Error.Code is Kafka.ErrorCode.IllegalGeneration or Kafka.ErrorCode.UnknownMemberId
            or Kafka.ErrorCode.FencedInstanceId or Kafka.ErrorCode.RebalanceInProgress or Kafka.ErrorCode.StaleMemberEpoch)
        {
            _clients.Logger.StaleMember(Group, e.Error.Reason);
            return false;
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The group {Group} could not commit {string.Join(", ", next)}: {e.Error.Reason}", e);
        }
    }

    /// <summary>
    /// Leaves the group in good order: the revoked handler runs, and others take over at once. Without it they wait for the session to
    /// end.
    /// </summary>
    /// <exception cref="TopicsException">It could not within a minute; the brokers end its membership with its session.</exception>
    public void Close()
    {
        if (_closed) return;
        _closed = true;
        // On a thread of its own, because librdkafka's call knows no limit: a client that never ends would keep its process alive for ever.
        var closing = Task.Run(_consumer.Close);
        _isStuck = !((IAsyncResult)closing).AsyncWaitHandle.WaitOne(LeavePatience);
        if (_isStuck) throw new TopicsException($"The group {Group} was not left within {LeavePatience.TotalSeconds} s; its partitions go to others when the session ends.");
        closing.GetAwaiter().GetResult();
        ThrowHandlerFailure();
    }

    /// <summary>Drops everything. After <see cref="Close"/> it does nothing.</summary>
    public void Dispose()
    {
        _closed = true;
        if (!_isStuck) _consumer.Dispose();
    }

    private Kafka.ConsumeResult<byte[]?, byte[]?>? Consume(TimeSpan timeout)
    {
        try
        {
            Kafka.ConsumeResult<byte[]?, byte[]?>? result = _consumer.Consume(timeout);
            ThrowHandlerFailure();
            return result;
        }
        catch (Kafka.ConsumeException e) when (e.Error.Code == Kafka.ErrorCode.Local_MaxPollExceeded)
        {
            // The work on a message took too long, and the group went on without us: the lost handler follows, then partitions anew.
            ThrowHandlerFailure();
            _clients.Logger.StaleMember(Group, e.Error.Reason);
            return null;
        }
        catch (Kafka.ConsumeException e) when (KafkaErrors.IsPassing(e.Error))
        {
            ThrowHandlerFailure();
            _clients.Logger.ClientError(LogLevel.Warning, e.Error.Code, e.Error.Reason);
            return null;   // the client goes on asking
        }
        catch (Kafka.ConsumeException e)
        {
            ThrowHandlerFailure();
            throw Refusal(e);
        }
    }

    private TopicsException Refusal(Kafka.ConsumeException e)
    {
        string where = e.ConsumerRecord is { } record ? $"{record.Topic}/{record.Partition.Value}" : string.Join(", ", _consumer.Subscription);
        return e.Error.Code switch
        {
            Kafka.ErrorCode.UnknownTopicOrPart => new($"{where} does not exist. Create it with `kafkastellar topics apply`. ({e.Error.Reason})", e),
            Kafka.ErrorCode.Local_AutoOffsetReset or Kafka.ErrorCode.OffsetOutOfRange => new(
                $"{where} does not have the offset where the group {Group} goes on: messages were deleted, or the topic was made anew. "
                + $"Set the group's offsets on purpose, or use another group. ({e.Error.Reason})", e),
            Kafka.ErrorCode.TopicAuthorizationFailed or Kafka.ErrorCode.GroupAuthorizationFailed =>
                new($"The group {Group} is not allowed to read {where}: {e.Error.Reason}", e),
            Kafka.ErrorCode.Local_BadCompression => new(
                $"{where} has a message that does not unpack, or to more than this reader takes: {e.Error.Reason}. Find out what wrote it; "
                + $"where it is junk, set the offset of the group {Group} behind it on purpose.", e),
            _ => new($"The group {Group} cannot read {where}: {e.Error.Reason} ({e.Error.Code})", e),
        };
    }

    private TopicMessage? Accept(Kafka.ConsumeResult<byte[]?, byte[]?> result)
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
            _clients.Logger.Redelivered(partition.At(offset), read.Next);
            TopicMetrics.Redelivered(Group, partition.Topic);
            return null;
        }
        read.Passed(partition, offset);
        var message = new TopicMessage(partition.At(offset), result.Message);
        TopicMetrics.Read(Group, partition.Topic, message.Value.Length);
        HandOverAgain(partition, offset);
        return message;
    }

    /// <summary>What the client has been seen to do of itself, where a test asks for it.</summary>
    [System.Diagnostics.Conditional(FaultPoint.Symbol)]
    private void HandOverAgain(TopicPartition partition, long offset)
    {
        string? again = null;
        FaultPoint.Reach("read.again", ref again);
        if (again is not null) _consumer.Seek(ToKafka(partition.At(Math.Max(0, offset - 5))));
    }

    private void ThrowHandlerFailure()
    {
        if (_handlerFailure is not { } failure) return;
        _handlerFailure = null;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    internal static Kafka.TopicPartition ToKafka(TopicPartition partition) => new(partition.Topic, partition.Partition);

    internal static Kafka.TopicPartitionOffset ToKafka(Position position) => new(position.Topic, position.Partition, position.Offset);
}
