using KafkaStellar.Arrow;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Extract;

/// <summary>The chains of ledgers in the partitions of raw-ledgers that are read: each begins at the message before the first one read.</summary>
/// <param name="network">The network's label.</param>
internal sealed class RawLedgerChains(string network)
{
    private readonly Dictionary<int, LedgerChain> _chains = [];
    private readonly Dictionary<int, TopicMessage> _before = [];

    /// <summary>A partition is read from behind a message on; null where none is before.</summary>
    public void Begin(int partition, TopicMessage? before)
    {
        _chains.Remove(partition);
        if (before is null) _before.Remove(partition);
        else _before[partition] = before;
    }

    /// <summary>What the next ledgers of a partition must follow.</summary>
    public LedgerChain Of(TopicPartition partition)
    {
        if (!_chains.TryGetValue(partition.Partition, out LedgerChain? chain))
        {
            _chains[partition.Partition] = chain = new LedgerChain(partition, RawLedgers.Contract);
            if (_before.Remove(partition.Partition, out TopicMessage? before)) Seed(chain, before);
        }

        return chain;
    }

    /// <summary>A message was set aside.</summary>
    public void PassOver(TopicMessage message)
    {
        if (message.LedgersOf(RawLedgers.Contract.Dataset, network) is { } ledgers) Of(message.Position.TopicPartition).PassOver(ledgers);
    }

    private void Seed(LedgerChain chain, TopicMessage before)
    {
        try
        {
            using RecordBatch rows = before.Decode(RawLedgers.Contract, network);
            foreach (RawLedger row in RawLedgers.Read(rows)) chain.Follow(row.Sequence, row.Hash.Span, row.PreviousHash.Span);
        }
        catch (Exception unreadable) when (unreadable is BadMessageException or FormatException)
        {
            if (before.LedgersOf(RawLedgers.Contract.Dataset, network) is { } ledgers) chain.Begin(ledgers.Last);
        }
    }
}
