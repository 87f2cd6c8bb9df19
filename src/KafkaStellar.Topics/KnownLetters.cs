using KafkaStellar.Arrow;

namespace KafkaStellar.Topics;

/// <summary>Which messages were set aside before, as dead-letters has it: one that comes again, because nothing was made after it, is not set aside twice.</summary>
/// <param name="clients">How to reach Kafka.</param>
/// <param name="network">The network's label.</param>
internal sealed class KnownLetters(ClientFactory clients, string network)
{
    private readonly Dictionary<TopicPartition, HashSet<(Position Source, DateTimeOffset Time, string? Dataset)>> _known = [];

    /// <summary>Whether a message was set aside for a dataset before its partition came here.</summary>
    /// <exception cref="TopicsException">Kafka does not answer.</exception>
    public bool Has(TopicMessage message, string dataset)
    {
        if (!_known.TryGetValue(message.Position.TopicPartition, out HashSet<(Position Source, DateTimeOffset Time, string? Dataset)>? known))
            _known[message.Position.TopicPartition] = known = [.. Read(message.Position.TopicPartition)];
        return known.Contains((message.Position, message.Timestamp, dataset)) || known.Contains((message.Position, message.Timestamp, null));
    }

    /// <summary>The partition leaves, or comes again: others may have set messages of it aside.</summary>
    public void Forget(TopicPartition partition) => _known.Remove(partition);

    // A letter stands in the partition that its message came from.
    private IEnumerable<(Position Source, DateTimeOffset Time, string? Dataset)> Read(TopicPartition partition)
    {
        foreach (TopicMessage message in TopicScan.Read(clients, DeadLetters.Contract.TopicOn(network), partition.Partition, CancellationToken.None))
        {
            foreach (DeadLetter letter in LettersOf(message).Where(letter => letter.Source.TopicPartition == partition))
            {
                foreach (string? dataset in letter.Datasets ?? (IReadOnlyList<string?>)[null]) yield return (letter.Source, letter.SourceTimestamp, dataset);
            }
        }
    }

    private List<DeadLetter> LettersOf(TopicMessage message)
    {
        try
        {
            using RecordBatch rows = message.Decode(DeadLetters.Contract, network);
            return [.. DeadLetters.Read(rows)];
        }
        catch (Exception foreign) when (foreign is BadMessageException or FormatException)
        {
            return [];   // somebody else's; `verify --topics` tells
        }
    }
}
