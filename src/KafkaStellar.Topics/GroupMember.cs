using Microsoft.Extensions.Logging;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>A member of a consumer group: which partitions are its own, where the group goes on with them, and what it commits. One thread uses it.</summary>
/// <remarks>
/// It reads by its client (<see cref="TopicReader"/>), or nothing at all, and only keeps its place (<see cref="Idle"/>): a worker that makes several
/// datasets of one topic is a member of a group for each, and reads the topic once.
/// </remarks>
internal sealed partial class GroupMember : IDisposable
{
    /// <summary>How long Kafka may take to answer a question about offsets: as long as a broker's restart.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long leaving a group may take: the work of a handler, and an answer of the brokers.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(60);

    private readonly ClientFactory _clients;
    private readonly MemberHandlers _handlers;
    private readonly HashSet<TopicPartition> _partitions = [];
    private readonly List<Kafka.TopicPartition> _toPause = [];
    private readonly bool _isIdle;
    private Exception? _handlerFailure;
    private bool _closed;
    private bool _isStuck;

    /// <summary>Joins a group, with a client that reads.</summary>
    public GroupMember(ClientFactory clients, string group, IReadOnlyCollection<string> topics, MemberHandlers handlers)
        : this(clients, clients.Consumer(group), group, topics, handlers, isIdle: false)
    {
    }

    private GroupMember(
        ClientFactory clients, Kafka.ConsumerBuilder<byte[]?, byte[]?> client, string group, IReadOnlyCollection<string> topics, MemberHandlers handlers, bool isIdle)
    {
        (_clients, _handlers, _isIdle, Group) = (clients, handlers, isIdle, group);
        Client = client
            .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoke(partitions, _handlers.Revoked, lost: false))
            .SetPartitionsLostHandler((_, partitions) => Revoke(partitions, _handlers.Lost, lost: true))
            .Build();
        Client.Subscribe(topics);
    }

    /// <summary>Joins a group to keep a place in it: its partitions are paused as soon as they come, and nothing of them is fetched.</summary>
    public static GroupMember Idle(ClientFactory clients, string name, string group, string topic, MemberHandlers handlers) =>
        new(clients, clients.IdleMember(group, name), group, [topic], handlers, isIdle: true);

    /// <summary>The consumer group.</summary>
    public string Group { get; }

    /// <summary>Its client, for whoever reads by it.</summary>
    public Kafka.IConsumer<byte[]?, byte[]?> Client { get; }

    /// <summary>Its partitions.</summary>
    public IReadOnlySet<TopicPartition> Partitions => _partitions;

    /// <summary>Whether the group has given it partitions, or none, since it joined.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>The group's state, as a transaction needs it (KIP-447).</summary>
    public Kafka.IConsumerGroupMetadata Metadata => Client.ConsumerGroupMetadata;

    /// <summary>Takes part in the group's life: handlers are called in here.</summary>
    /// <exception cref="TopicsException">Kafka refused. A handler's own exception passes unchanged.</exception>
    public void Serve()
    {
        while (Consume(TimeSpan.Zero) is not null)
        {
        }
    }

    /// <summary>What its client gives within some time: a message or a partition's end; handlers are called in here.</summary>
    /// <exception cref="TopicsException">Kafka refused. A handler's own exception passes unchanged.</exception>
    public Kafka.ConsumeResult<byte[]?, byte[]?>? Consume(TimeSpan timeout)
    {
        try
        {
            Kafka.ConsumeResult<byte[]?, byte[]?>? result = Client.Consume(timeout);
            ThrowHandlerFailure();
            PauseNew();
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
            throw KafkaErrors.Refusal(e, $"The group {Group}", string.Join(", ", Client.Subscription));
        }
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
                    Client.Commit(next.Select(TopicReader.ToKafka));
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
        var closing = Task.Run(Client.Close);
        _isStuck = !((IAsyncResult)closing).AsyncWaitHandle.WaitOne(LeavePatience);
        if (_isStuck) throw new TopicsException($"The group {Group} was not left within {LeavePatience.TotalSeconds} s; its partitions go to others when the session ends.");
        closing.GetAwaiter().GetResult();
        ThrowHandlerFailure();
    }

    /// <summary>Drops everything. After <see cref="Close"/> it does nothing.</summary>
    public void Dispose()
    {
        _closed = true;
        if (!_isStuck) Client.Dispose();
    }

    private void PauseNew()
    {
        if (_toPause.Count == 0) return;
        Client.Pause([.. _toPause.Where(partition => _partitions.Contains(new(partition.Topic, partition.Partition.Value)))]);
        _toPause.Clear();
    }

    private void ThrowHandlerFailure()
    {
        if (_handlerFailure is not { } failure) return;
        _handlerFailure = null;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
