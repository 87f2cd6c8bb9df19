namespace KafkaStellar.Topics;

/// <summary>
/// Exactly once from topic to topics: one reader and one transactional writer, where each message and what is sent for it stand in one
/// transaction with the offsets of the groups. One thread uses it:
/// <code>
/// foreach (TopicMessage message in unit.Read(stop))   // begins and commits transactions between messages
///     unit.Send(extract(message, unit.Outputs));      // for these datasets
/// </code>
/// </summary>
/// <remarks>
/// Progress belongs to a dataset. For each that it makes a unit is a member of the dataset's own group; each message is read once, and is for those
/// datasets whose partition is here and that do not have its ledgers yet (<see cref="OutputStands"/>).
/// A message may come again: after an abort everything since the last commit is read, and sent, anew, and nothing of the first time is
/// visible. So what is done with a message must depend on it alone. An exception in the loop's body ends the loop and the transaction:
/// nothing of it is visible, and the message comes again at the next start.
/// A <see cref="FencedException"/> or <see cref="TopicsException"/> is final; the process should end and be started anew.
/// </remarks>
public sealed partial class TransactionalUnit : IDisposable
{
    /// <summary>Aborts in a row, without a commit between, after which it is no passing trouble.</summary>
    private const int MostAbortsInRow = 10;

    /// <summary>How often the groups are asked for news while there is work, in milliseconds.</summary>
    private const long ServeEvery = 50;

    /// <summary>How often it is asked whether all is decided where partitions came, in milliseconds.</summary>
    private const long SettleEvery = 200;

    private readonly ClientFactory _clients;
    private readonly TransactionalUnitSettings _settings;
    private readonly PartitionReader _reader;
    private readonly TransactionalProducer _producer;
    private readonly OutputStands _stands;
    private readonly UnitMember[] _members;
    private readonly DeadLetterBreaker _breaker;
    private readonly MessageEncoder _deadLetters;
    private readonly KnownLetters _knownLetters;
    private readonly Dictionary<TopicPartition, FirstRead> _firstReads = [];
    private readonly HashSet<TopicPartition> _tripped = [];
    private readonly List<UnitMember> _wanting = [];
    private DecidedEnds? _inputEnds;
    private TopicMessage? _current;
    private bool _isRefused;
    private string? _mustRecover;
    private long _bytesRead;
    private int _messagesRead;
    private int _abortsInRow;
    private long _nextServe;
    private long _nextSettle;
    private long _nextLook;
    private long _nextPass;
    private bool _disposed;

    /// <summary>Fences its predecessor, and joins the groups.</summary>
    public TransactionalUnit(ClientFactory clients, TransactionalUnitSettings settings)
        : this(clients, settings, TimeProvider.System)
    {
    }

    internal TransactionalUnit(ClientFactory clients, TransactionalUnitSettings settings, TimeProvider time)
    {
        (_clients, _settings, _breaker) = (clients, settings, new(time));
        _deadLetters = new(DeadLetters.Contract, settings.Network, DeadLetters.Schema, settings.Code);
        _knownLetters = new(clients, settings.Network);
        _stands = new(clients, settings.From);
        _producer = new(clients, settings.TransactionalId, settings.Compression);
        _reader = new(clients, settings.TransactionalId);
        _members = [.. settings.Outputs.Select(Join)];
    }

    /// <summary>The partitions that are read here now.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions => _reader.Partitions;

    /// <summary>The names of the datasets that the message read last is for.</summary>
    public IEnumerable<string> Outputs => _wanting.Select(member => member.Output.Name);

    /// <summary>
    /// While it is set, nothing is committed: the messages read since the last commit are done only together with those that follow. For
    /// what is cut into several messages; set it in the loop's body, and only as long as more of them are known to come.
    /// </summary>
    public bool Holds { get; set; }

    /// <summary>The messages of its partitions, until it is told to stop. What was sent for those before is committed then.</summary>
    public IEnumerable<TopicMessage> Read(CancellationToken stop) => Read(toEnd: false, stop);

    /// <summary>
    /// The messages of its partitions, until each is read to its end at the same time, all is committed, and the groups have left none in the
    /// partitions of their other members.
    /// </summary>
    public IEnumerable<TopicMessage> ReadToEnd(CancellationToken stop) => Read(toEnd: true, stop);

    /// <summary>Sends a message for the one that was read last, in its transaction.</summary>
    /// <exception cref="InvalidOperationException">No message was read.</exception>
    public void Send(OutgoingMessage message)
    {
        if (_current is null) throw new InvalidOperationException("A unit sends for a message that it has read, within the loop over Read.");
        _producer.Send(message);
    }

    /// <summary>Sends some messages for the one that was read last, in its transaction.</summary>
    public void Send(IEnumerable<OutgoingMessage> messages)
    {
        foreach (OutgoingMessage message in messages)
            Send(message);
    }

    /// <summary>
    /// Sets the message that was read last aside, whole, in its transaction, so that the unit goes on. Where too many are set aside, its
    /// partition stands still before it instead, until the worker is started anew; what stands before it is done, and nothing is lost.
    /// </summary>
    /// <param name="message">The message that was read last.</param>
    /// <param name="outputs">The names of the datasets that cannot be made of it.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="ledger">The ledger that failed, where one is known.</param>
    /// <returns>Whether it was set aside; where not, nothing may be sent for it.</returns>
    public bool DeadLetter(TopicMessage message, IReadOnlyCollection<string> outputs, string reason, uint? ledger = null)
    {
        if (_current != message) throw new InvalidOperationException($"{message.Position} is not the message that was read last.");
        TopicPartition partition = message.Position.TopicPartition;
        string[] datasets = [.. _wanting.Where(member => outputs.Contains(member.Output.Name) && !_knownLetters.Has(message, member.Output.Name)).Select(member => member.Output.Name)];
        if (datasets.Length == 0) return true;   // it is there, and came again because nothing was made after it
        if (_breaker.WhyNot(message.Position) is { } tooMany)
        {
            _clients.Logger.PartitionPaused(partition, message.Position.Offset, $"{tooMany}; the last: {reason}");
            _tripped.Add(partition);
            _isRefused = true;
            return false;
        }
        _clients.Logger.DeadLettered(message.Position, _deadLetters.Topic, reason);
        TopicMetrics.DeadLettered(_settings.TransactionalId, partition.Topic);
        DeadLetter letter = DeadLetters.Of(message, reason, _settings.TransactionalId, _settings.Code, ledger, datasets);
        using Arrow.RecordBatch rows = DeadLetters.ToRows([letter]);
        foreach (OutgoingMessage outgoing in _deadLetters.Encode(rows, new(ledger ?? 0, ledger ?? 0), message.Timestamp, message.Position))
            Send(outgoing with { Key = letter.SourceKey });
        return true;
    }

    /// <summary>Aborts what is open, leaves the groups so that others take over at once, and ends all clients.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Untrip([.. _tripped]);
        ForgetInputEnds();
        _producer.Dispose();
        Parallel.ForEach(_members, Leave);
        _reader.Dispose();
    }

    private UnitMember Join(UnitOutput output)
    {
        UnitMember? member = null;
        return member = new UnitMember(_clients, _settings.TransactionalId, output, new()
        {
            Came = coming => member!.Come(coming),
            Revoked = leaving => Revoked(member!, leaving),
            Lost = leaving => Lost(member!, leaving),
        });
    }

    private void Leave(UnitMember member)
    {
        try
        {
            member.Group.Close();
        }
        catch (Exception e) when (e is Confluent.Kafka.KafkaException or TopicsException)
        {
            _clients.Logger.LeftInDisorder(member.Group.Group, e.Message);
        }
        member.Dispose();
    }

    private IEnumerable<TopicMessage> Read(bool toEnd, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                _settings.Turns?.Invoke();
                Serve();
                TopicMessage? message = _mustRecover is null ? _reader.Read(Wait()) : null;
                if (_mustRecover is { } reason)
                {
                    Recover(reason);   // a message in hand comes again
                    continue;
                }
                if (message is null)
                {
                    if (_producer.IsOpen && !Holds && (toEnd && _reader.AtEnd || IsSpent)) Commit();
                    if (_producer.IsOpen) continue;
                    PassMarkers(atOnce: toEnd && _reader.AtEnd);
                    if (toEnd && HasSettled && _reader.AtEnd)
                    {
                        ThrowIfTripped();
                        if (AreGroupsDone()) yield break;
                    }
                    continue;
                }
                if (!IsWanted(message)) continue;
                if (!_producer.IsOpen) Begin();
                _breaker.Read();
                _current = message;
                yield return message;
                _current = null;
                if (_isRefused)
                {
                    StandBefore(message.Position);
                    continue;
                }
                foreach (UnitMember member in _wanting) member.Partitions[message.Position.TopicPartition].Done(message.Position.Offset);
                _messagesRead++;
                _bytesRead += message.Value.Length;
                if ((IsSpent && !Holds) || _producer.Failure is not null) Commit();
            }
            if (_producer.IsOpen && !Holds) Commit();
        }
        finally
        {
            _current = null;
            if (_producer.IsOpen) _mustRecover ??= "the work on a message was broken off.";
        }
    }

    private bool HasJoined => _members.All(member => member.Group.HasJoined);

    private bool HasSettled => HasJoined && _members.All(member => member.Coming.Count == 0);

    /// <summary>Takes part in the groups' lives: partitions come and go in here.</summary>
    private void Serve()
    {
        if (_producer.IsOpen && Environment.TickCount64 < _nextServe) return;
        _nextServe = Environment.TickCount64 + ServeEvery;
        foreach (UnitMember member in _members) member.Group.Serve();
        if (_mustRecover is null && HasJoined && !HasSettled) Settle();   // together, so that what is common is read once
    }

    private bool IsWanted(TopicMessage message)
    {
        TopicPartition partition = message.Position.TopicPartition;
        _wanting.Clear();
        foreach (UnitMember member in _members)
        {
            if (!member.Partitions.TryGetValue(partition, out UnitPartition? done) || !done.Wants(message, out uint? follows)) continue;
            if (follows is { } last) _settings.Follows?.Invoke(member.Output, last, message);
            _wanting.Add(member);
        }
        if (_firstReads.TryGetValue(partition, out FirstRead? since)) since.Offset ??= message.Position.Offset;
        if (_wanting.Count == 0) _settings.ReadingBegins?.Invoke(partition, message);
        return _wanting.Count > 0;
    }

    /// <summary>
    /// Whether nothing is left in the partitions of others either: a member that died has some for a while, and they come here then. And none is
    /// hidden here, behind a transaction that somebody else has not ended.
    /// </summary>
    private bool AreGroupsDone()
    {
        if (Environment.TickCount64 < _nextLook) return false;
        _nextLook = Environment.TickCount64 + 1000;
        return _members.All(member => member.Group.IsRestDone()) && IsAllRead();
    }

    private bool IsAllRead()
    {
        if (_clients.Options.Embedded) return true;   // it has no transactions
        _inputEnds ??= new DecidedEnds(_clients, [.. _reader.Partitions], _settings.Standing);
        if (!_inputEnds.AreDecided()) return false;
        bool isRead = _inputEnds.Ends.All(end => _reader.NextOffset(end.Key) >= end.Value);
        ForgetInputEnds();
        return isRead;
    }

    private void ForgetInputEnds()
    {
        _inputEnds?.Dispose();
        _inputEnds = null;
    }

    private void ThrowIfTripped()
    {
        if (_tripped.Count > 0)
            throw new TopicsException($"{string.Join(", ", _tripped)}: not read to the end, because too many messages cannot be read.");
    }

    private bool IsSpent => _messagesRead >= _settings.Budget.Messages || _bytesRead >= _settings.Budget.Bytes || _producer.Age >= _settings.Budget.Age;

    private TimeSpan Wait()
    {
        if (!_producer.IsOpen || Holds) return TimeSpan.FromMilliseconds(100);   // how soon a stop is noticed
        TimeSpan left = _settings.Budget.Age - _producer.Age;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The first message that was read of a partition since the last commit, which must be the first again after going back.</summary>
    private sealed class FirstRead(long since)
    {
        public long Since { get; } = since;

        public long? Offset { get; set; }
    }
}
