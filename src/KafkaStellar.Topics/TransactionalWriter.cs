namespace KafkaStellar.Topics;

/// <summary>
/// A source's way into a topic: each ledger once. At start it fences whoever wrote with its id before and ends what he left open, so that
/// <see cref="ReadTail"/> then tells for certain where to go on. One thread uses it.
/// </summary>
/// <remarks>
/// The topic is the only memory: there is no other record of what was written. What is sent is kept until its commit, and sent again where
/// a transaction had to be aborted; whether one was committed after all is read from the topic.
/// </remarks>
public sealed class TransactionalWriter : IDisposable
{
    private const int MostAttempts = 5;

    private readonly ClientFactory _clients;
    private readonly TransactionalProducer _producer;
    private readonly List<OutgoingMessage> _open = [];

    /// <summary>Fences its predecessor.</summary>
    /// <param name="clients">How to reach Kafka.</param>
    /// <param name="transactionalId">The writer's id, of the network and the topic: the same for every source that may ever write there,
    /// so that only one can.</param>
    /// <param name="compression">As the topic's contract says.</param>
    /// <exception cref="TopicsException">Kafka does not let it.</exception>
    public TransactionalWriter(ClientFactory clients, string transactionalId, Compression compression)
    {
        _clients = clients;
        _producer = new(clients, transactionalId, compression);
    }

    /// <summary>How many messages wait for <see cref="Commit"/>.</summary>
    public int OpenMessages => _open.Count;

    /// <summary>How many bytes of values wait for <see cref="Commit"/>.</summary>
    public long OpenBytes { get; private set; }

    /// <summary>How long the oldest of them waits; zero where none does.</summary>
    public TimeSpan OpenFor => _open.Count == 0 ? TimeSpan.Zero : _producer.Age;

    /// <summary>
    /// The last message of a topic, by ledger: a source goes on after it, and its first ledger must name this one's hash. None where the
    /// topic is empty.
    /// </summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    public TopicMessage? ReadTail(string topic) => TopicTail.Read(_clients, topic);

    /// <summary>Sends a message, and begins a transaction where none is open. Waits while Kafka is slower than the source.</summary>
    /// <exception cref="FencedException">Another source has taken over.</exception>
    public void Send(OutgoingMessage message)
    {
        if (!_producer.IsOpen) _producer.Begin();
        _open.Add(message);
        OpenBytes += message.Value.Length;
        _producer.Send(message);
    }

    /// <summary>Makes everything sent since the last commit visible, at once. Nothing, where nothing was sent.</summary>
    /// <exception cref="FencedException">Another source has taken over; nothing of it is visible.</exception>
    /// <exception cref="TopicsException">It could not be committed.</exception>
    public void Commit()
    {
        for (int attempt = 1; _open.Count > 0; attempt++)
        {
            if (_producer.Commit()) break;
            string reason = _producer.Failure ?? "it could not be committed.";
            if (attempt == MostAttempts)
                throw new TopicsException($"{_producer.Id} could not commit ledgers up to {_open[^1].Headers.Ledgers.Last} in {MostAttempts} attempts: {reason}");
            _producer.AbortAndRecycle(reason);
            if (IsThereAfterAll()) break;
            _producer.Begin();
            foreach (OutgoingMessage message in _open)
                _producer.Send(message);
        }
        _open.Clear();
        OpenBytes = 0;
    }

    /// <summary>Ends the writer. What was not committed is aborted.</summary>
    public void Dispose() => _producer.Dispose();

    /// <summary>A transaction is whole or not at all, and after the new epoch its fate is sealed: its last message tells.</summary>
    private bool IsThereAfterAll()
    {
        OutgoingMessage sent = _open[^1];
        var partition = new TopicPartition(sent.Topic, sent.Partition);
        TopicMessage? last = TopicTail.ReadPartitions(_clients, [partition]).GetValueOrDefault(partition);
        if (last?.Key is null || !last.Key.AsSpan().SequenceEqual(sent.Key)) return false;
        MessageHeaders found = last.Identity();
        if (found.Checksum != sent.Headers.Checksum || found.Ledgers != sent.Headers.Ledgers || found.Part != sent.Headers.Part) return false;
        _clients.Logger.CommittedAfterAll(_producer.Id, last.Position);
        return true;
    }
}
