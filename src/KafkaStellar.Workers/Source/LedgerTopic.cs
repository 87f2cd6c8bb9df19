using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.Source;

/// <summary>raw-ledgers on Kafka.</summary>
internal sealed class LedgerTopic : ILedgerTopic
{
    // A transaction's worth: at most this many ledgers come again after an abort, and a reader waits at most this long for one.
    private const int LedgersPerCommit = 100;
    private const long BytesPerCommit = 8L << 20;
    private static readonly TimeSpan AgeOfCommit = TimeSpan.FromMilliseconds(500);

    private readonly ClientFactory _clients;
    private readonly OwnTopic _topic;
    private readonly TopicIds _ids;
    private readonly TransactionalWriter _writer;

    /// <summary>Fences the source that wrote there before.</summary>
    public LedgerTopic(ClientFactory clients, string network, Health health)
    {
        _clients = clients;
        _topic = RawLedgers.On(network);
        _ids = new(clients);
        _writer = new(clients, $"kafkastellar-source-{network}", _topic.Contract.Compression, why => health.Standing($"the source of {_topic.Name}", why));
    }

    /// <inheritdoc/>
    public string Name => _topic.Name;

    /// <inheritdoc/>
    public string Id => _ids.Of(Name);

    /// <inheritdoc/>
    public bool IsSpent => _writer.OpenMessages >= LedgersPerCommit || _writer.OpenBytes >= BytesPerCommit || _writer.OpenFor >= AgeOfCommit;

    /// <inheritdoc/>
    public TopicEnd ReadEnd(CancellationToken stop) => _writer.ReadEnd(_topic, stop);

    /// <inheritdoc/>
    public bool MayHold(uint ledger, CancellationToken stop) => TopicTail.MayHold(_clients, _topic, ledger, stop);

    /// <inheritdoc/>
    public void Send(OutgoingMessage message, CancellationToken stop) => _writer.Send(message, stop);

    /// <inheritdoc/>
    public void Commit(CancellationToken stop) => _writer.Commit(stop: stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _ids.Dispose();
    }
}
