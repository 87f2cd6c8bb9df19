using KafkaStellar.Topics;
using KafkaStellar.Workers.Source;

namespace KafkaStellar.Workers.Tests.Source;

/// <summary>raw-ledgers in memory: what was committed, and what was only sent.</summary>
internal sealed class FakeLedgerTopic(string network) : ILedgerTopic
{
    private readonly List<OutgoingMessage> _sent = [];

    public List<OutgoingMessage> Committed { get; } = [];

    public IEnumerable<uint> Ledgers => Committed.Select(message => message.Headers.Ledgers.First);

    /// <summary>Why its end cannot be told.</summary>
    public string? Doubt { get; set; }

    /// <summary>What goes wrong with each message that is sent.</summary>
    public Exception? Failure { get; set; }

    public string Name => RawLedgers.On(network).Name;

    public string Id { get; set; } = "first";

    public bool IsSpent => _sent.Count >= 10;

    public TopicEnd ReadEnd(CancellationToken stop) =>
        new(Committed.Count == 0 ? null : SinkMessages.AsRead(Committed[^1], new Position(Name, 0, Committed.Count - 1)), Doubt);

    public bool MayHold(uint ledger, CancellationToken stop) => Ledgers.First() <= ledger;

    public void Send(OutgoingMessage message, CancellationToken stop)
    {
        if (Failure is not null) throw Failure;
        _sent.Add(message);
    }

    public void Commit(CancellationToken stop)
    {
        Committed.AddRange(_sent);
        _sent.Clear();
    }

    /// <summary>What was not committed is gone.</summary>
    public void Dispose() => _sent.Clear();
}
