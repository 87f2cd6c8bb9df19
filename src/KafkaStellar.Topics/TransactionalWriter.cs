using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>
/// A source's way into a topic: each ledger once. At start it fences whoever wrote with its id before and ends what he left open, so that
/// <see cref="ReadEnd"/> then tells for certain where to go on. One thread uses it.
/// </summary>
/// <remarks>
/// The topic is the only memory: there is no other record of what was written. What is sent is kept until its commit, and sent again where
/// a transaction had to be aborted; whether one was committed after all is read from the topic.
/// </remarks>
public sealed class TransactionalWriter : IDisposable
{
    private const int MostAttempts = 5;

    private readonly ClientFactory _clients;
    private readonly Action<string?>? _standing;
    private readonly TransactionalProducer _producer;
    private readonly List<OutgoingMessage> _open = [];
    private readonly Dictionary<string, (OwnTopic Topic, MessageHeaders? Last)> _ends = new(StringComparer.Ordinal);   // as this writer knows them
    private int _epochs;

    /// <summary>Fences its predecessor.</summary>
    /// <param name="clients">How to reach Kafka.</param>
    /// <param name="transactionalId">The writer's id, of the network and the topic: the same for every source that may ever write there,
    /// so that only one can.</param>
    /// <param name="compression">As the topic's contract says.</param>
    /// <param name="standing">Called with why it waits before it can tell where a topic ends, and with null when it waits no more.</param>
    /// <exception cref="TopicsException">Kafka does not let it.</exception>
    public TransactionalWriter(ClientFactory clients, string transactionalId, Compression compression, Action<string?>? standing = null)
    {
        (_clients, _standing) = (clients, standing);
        _producer = new(clients, transactionalId, compression);
        _epochs = _producer.Epochs;
    }

    /// <summary>How many messages wait for <see cref="Commit"/>.</summary>
    public int OpenMessages => _open.Count;

    /// <summary>How many bytes of values wait for <see cref="Commit"/>.</summary>
    public long OpenBytes { get; private set; }

    /// <summary>How long the oldest of them waits; zero where none does.</summary>
    public TimeSpan OpenFor => _open.Count == 0 ? TimeSpan.Zero : _producer.Age;

    /// <summary>
    /// Where a topic ends: a source goes on after its last message, by ledger, and its first ledger must name that one's hash.
    /// </summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    public TopicEnd ReadEnd(OwnTopic topic, CancellationToken stop)
    {
        TopicEnd end = TopicTail.Read(_clients, topic, _standing, stop);
        _ends[topic.Name] = (topic, end.Last?.Identity());
        return end;
    }

    /// <summary>Sends a message, and begins a transaction where none is open. Waits while Kafka is slower than the source.</summary>
    /// <exception cref="FencedException">Another source has taken over.</exception>
    public void Send(OutgoingMessage message, CancellationToken stop = default) => WhileAlone(message.Topic, () =>
    {
        if (!_producer.IsOpen) Begin(message.Topic, stop);
        _open.Add(message);
        OpenBytes += message.Value.Length;
        _producer.Send(message);
    });

    /// <summary>Makes everything sent since the last commit visible, at once. Nothing, where nothing was sent.</summary>
    /// <param name="isThere">Tells whether a transaction of which the end is not known was committed; by default the end of the topic of its
    /// last message does, which must then have been read (<see cref="ReadEnd"/>) and have no other writer.</param>
    /// <param name="stop">Ends the waiting for that end.</param>
    /// <exception cref="FencedException">Another source has taken over; nothing of it is visible.</exception>
    /// <exception cref="TopicsException">It could not be committed.</exception>
    public void Commit(Func<bool>? isThere = null, CancellationToken stop = default)
    {
        if (_open.Count == 0) return;
        WhileAlone(_open[^1].Topic, () => CommitOpen(isThere ?? (() => IsThereAfterAll(stop))));
        foreach (OutgoingMessage message in _open)
            if (_ends.TryGetValue(message.Topic, out (OwnTopic Topic, MessageHeaders? Last) end)) _ends[message.Topic] = end with { Last = message.Headers };
        _open.Clear();
        OpenBytes = 0;
    }

    /// <summary>Ends the writer. What was not committed is aborted.</summary>
    public void Dispose() => _producer.Dispose();

    private void CommitOpen(Func<bool> isThere)
    {
        for (int attempt = 1; !_producer.Commit(); attempt++)
        {
            string reason = _producer.Failure ?? "it could not be committed.";
            if (attempt == MostAttempts)
                throw new TopicsException($"{_producer.Id} could not commit ledgers up to {_open[^1].Headers.Ledgers.Last} in {MostAttempts} attempts: {reason}");
            _producer.AbortAndRecycle(reason);
            if (isThere()) return;
            _producer.Begin();
            _epochs = _producer.Epochs;
            foreach (OutgoingMessage message in _open)
                _producer.Send(message);
        }
    }

    private void Begin(string topic, CancellationToken stop)
    {
        _producer.Begin();
        if (_producer.Epochs == _epochs) return;
        _epochs = _producer.Epochs;
        if (_ends.TryGetValue(topic, out (OwnTopic Topic, MessageHeaders? Last) end)) VerifyAlone(topic, end.Last, LastOf(end.Topic, stop));
    }

    /// <summary>A transaction is whole or not at all, and after the new epoch its fate is sealed: the last message of the topic tells.</summary>
    private bool IsThereAfterAll(CancellationToken stop)
    {
        OutgoingMessage sent = _open[^1];
        if (!_ends.TryGetValue(sent.Topic, out (OwnTopic Topic, MessageHeaders? Last) end))
            throw new TopicsException($"{_producer.Id} does not know whether ledgers up to {sent.Headers.Ledgers.Last} were committed to {sent.Topic}, of which it has not read the end.");
        TopicMessage? last = LastOf(end.Topic, stop);
        if (last is not null && IsSame(sent.Headers, last.Identity()))
        {
            _clients.Logger.CommittedAfterAll(_producer.Id, last.Position);
            return true;
        }
        VerifyAlone(sent.Topic, end.Last, last);
        return false;
    }

    private TopicMessage? LastOf(OwnTopic topic, CancellationToken stop) => TopicTail.Read(_clients, topic, _standing, stop).Last;

    /// <summary>A new epoch is given to whoever asks, also to one that was fenced without having noticed: the topic tells whether it was.</summary>
    private void VerifyAlone(string topic, MessageHeaders? known, TopicMessage? last)
    {
        if (known is null ? last is null : last is not null && IsSame(known, last.Identity())) return;
        if (known is not null && !(last?.Identity().Ledgers.Last >= known.Ledgers.Last))
        {
            throw new TopicsException(
                $"{topic} has ledger {known.Ledgers.Last} no longer, the last that {_producer.Id} wrote there: its records were deleted, or it was made anew. Nothing of "
                + "the open transaction is visible. Start the source again: it says where the topic ends.");
        }
        throw new FencedException(
            _producer.Id,
            $"{topic} ends with ledger {last!.Identity().Ledgers.Last} ({last.Position}), but the last that this source knows there is "
            + $"{known?.Ledgers.Last.ToString(CultureInfo.InvariantCulture) ?? "none"}: another source has written meanwhile. "
            + "This one stops, and nothing more of it is visible. Only one source may write a topic: end the one that was started by mistake.",
            null);
    }

    private static bool IsSame(MessageHeaders one, MessageHeaders other) =>
        one.Ledgers == other.Ledgers && one.Part == other.Part && one.Checksum == other.Checksum;

    /// <summary>Says of a fence what it means for a source.</summary>
    private void WhileAlone(string topic, Action work)
    {
        try
        {
            work();
        }
        catch (FencedException fenced) when (fenced.InnerException is not null)
        {
            throw new FencedException(
                _producer.Id,
                $"Another source has taken over {topic} under the id {_producer.Id}: this one stops, and nothing of its open transaction is visible. Only one source may "
                + "write a topic: end the one that was started by mistake.",
                fenced.InnerException);
        }
    }
}
