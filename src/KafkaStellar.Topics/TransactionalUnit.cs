namespace KafkaStellar.Topics;

/// <summary>
/// Exactly once from topic to topic: one reader and one transactional writer, where each message and what is sent for it stand in one
/// transaction with the group's offset. One thread uses it:
/// <code>
/// foreach (TopicMessage message in unit.Read(stop))   // begins and commits transactions between messages
///     unit.Send(extract(message));
/// </code>
/// </summary>
/// <remarks>
/// A message may come again: after an abort everything since the last commit is read, and sent, anew, and nothing of the first time is
/// visible. So what is done with a message must depend on it alone. An exception in the loop's body ends the loop and the transaction:
/// nothing of it is visible, and the message comes again at the next start.
/// A <see cref="FencedException"/> or <see cref="TopicsException"/> is final; the process should end and be started anew.
/// </remarks>
public sealed partial class TransactionalUnit : IDisposable
{
    /// <summary>Aborts in a row, without a commit between, after which it is no passing trouble.</summary>
    private const int MostAbortsInRow = 10;

    private readonly ClientFactory _clients;
    private readonly TransactionalUnitSettings _settings;
    private readonly TopicReader _reader;
    private readonly TransactionalProducer _producer;
    private readonly DeadLetterBreaker _breaker;
    private readonly MessageEncoder _deadLetters;
    private readonly Dictionary<TopicPartition, UnitPartition> _partitions = [];
    private readonly HashSet<TopicPartition> _tripped = [];
    private TopicMessage? _current;
    private string? _mustRecover;
    private long _bytesRead;
    private int _messagesRead;
    private int _abortsInRow;
    private long _nextLook;
    private long _nextPass;
    private bool _disposed;

    /// <summary>Fences its predecessor, and joins the group.</summary>
    public TransactionalUnit(ClientFactory clients, TransactionalUnitSettings settings)
        : this(clients, settings, TimeProvider.System)
    {
    }

    internal TransactionalUnit(ClientFactory clients, TransactionalUnitSettings settings, TimeProvider time)
    {
        (_clients, _settings, _breaker) = (clients, settings, new(time));
        _deadLetters = new(DeadLetters.Contract, settings.Network, DeadLetters.Schema, settings.Code);
        _producer = new(clients, settings.TransactionalId, settings.Compression);
        _reader = new(clients, settings.Group, settings.Inputs, new() { Assigned = Assigned, Revoked = Revoked, Lost = Lost });
    }

    /// <summary>The partitions that are read here now.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions => _reader.Partitions;

    /// <summary>
    /// While it is set, nothing is committed: the messages read since the last commit are done only together with those that follow. For
    /// what is cut into several messages; set it in the loop's body, and only as long as more of them are known to come.
    /// </summary>
    public bool Holds { get; set; }

    /// <summary>The messages of its partitions, until it is told to stop. What was sent for those before is committed then.</summary>
    public IEnumerable<TopicMessage> Read(CancellationToken stop) => Read(toEnd: false, stop);

    /// <summary>
    /// The messages of its partitions, until each is read to its end at the same time, all is committed, and the group has left none in the
    /// partitions of its other members.
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
    /// partition stands still instead until the worker is started anew; nothing is lost.
    /// </summary>
    /// <param name="message">The message that was read last.</param>
    /// <param name="reason">Why it cannot be read, as a sentence.</param>
    /// <param name="ledger">The ledger that failed, where one is known.</param>
    public void DeadLetter(TopicMessage message, string reason, uint? ledger = null)
    {
        if (_current != message) throw new InvalidOperationException($"{message.Position} is not the message that was read last.");
        TopicPartition partition = message.Position.TopicPartition;
        if (_breaker.WhyNot(message.Position) is { } tooMany)
        {
            _clients.Logger.PartitionPaused(partition, message.Position.Offset, $"{tooMany}; the last: {reason}");
            _tripped.Add(partition);
            _producer.Fail($"{partition} is paused.");
            return;
        }
        _clients.Logger.DeadLettered(message.Position, _deadLetters.Topic, reason);
        TopicMetrics.DeadLettered(_settings.Group, partition.Topic);
        DeadLetter letter = DeadLetters.Of(message, reason, _settings.TransactionalId, _settings.Code, ledger);
        using Arrow.RecordBatch rows = DeadLetters.ToRows([letter]);
        foreach (OutgoingMessage outgoing in _deadLetters.Encode(rows, new(ledger ?? 0, ledger ?? 0), message.Timestamp, message.Position))
            Send(outgoing with { Key = letter.SourceKey });
    }

    /// <summary>Aborts what is open, leaves the group so that others take over at once, and ends both clients.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Forget([.. _tripped]);
        _producer.Dispose();
        try
        {
            _reader.Close();
        }
        catch (Exception e) when (e is Confluent.Kafka.KafkaException or TopicsException)
        {
            _clients.Logger.LeftInDisorder(_settings.Group, e.Message);
        }
        _reader.Dispose();
    }

    private IEnumerable<TopicMessage> Read(bool toEnd, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                _settings.Turns?.Invoke();
                TopicMessage? message = _reader.Read(Wait());
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
                    if (toEnd && _reader.AtEnd)
                    {
                        ThrowIfTripped();
                        if (IsGroupDone()) yield break;
                    }
                    continue;
                }
                if (!_producer.IsOpen) Begin();
                _breaker.Read();
                _partitions[message.Position.TopicPartition].Reading(message.Position.Offset);
                _current = message;
                yield return message;
                _current = null;
                _partitions[message.Position.TopicPartition].Done(message.Position.Offset);
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

    /// <summary>
    /// Whether nothing is left in the partitions of others either: a member that died has some for a while, and they come here then.
    /// </summary>
    private bool IsGroupDone()
    {
        if (Environment.TickCount64 < _nextLook) return false;
        _nextLook = Environment.TickCount64 + 1000;
        return _reader.IsRestDone();
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
}
