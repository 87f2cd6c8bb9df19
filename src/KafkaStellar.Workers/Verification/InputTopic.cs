using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>A topic that datasets are made of, as it was read: where each ledger stands.</summary>
internal sealed class InputTopic(string name)
{
    private readonly Dictionary<int, InputPartition> _partitions = [];

    /// <summary>The topic's name.</summary>
    public string Name { get; } = name;

    /// <summary>What stands in a partition.</summary>
    public InputPartition this[int partition] => _partitions.TryGetValue(partition, out InputPartition? input) ? input : _partitions[partition] = new();

    /// <summary>Where one of some ledgers stands, in whatever partition; none where none does.</summary>
    public Position? PositionOf(LedgerSpan ledgers)
    {
        foreach ((int partition, InputPartition input) in _partitions)
        {
            if (input.OffsetOf(ledgers) is { } offset) return new(Name, partition, offset);
        }

        return null;
    }

    /// <summary>The next message.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="ledgers">Its ledgers; 0-0 where it could not be read.</param>
    public void Append(Position at, LedgerSpan ledgers) => this[at.Partition].Append(at.Offset, ledgers, isRepeat: ledgers.First > 0 && PositionOf(ledgers) is not null);
}
