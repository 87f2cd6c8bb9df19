using System.Globalization;
using KafkaStellar.Arrow;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.SetAside;

/// <summary>The dead letters of a network, as they stand in their topic. Nothing is ever taken out of it.</summary>
internal sealed class LetterBox(ClientFactory clients, string network)
{
    private readonly string _topic = DeadLetters.Contract.TopicOn(network);

    /// <summary>All of them, partition by partition in order.</summary>
    /// <exception cref="TopicsException">The topic does not exist, or Kafka does not answer.</exception>
    /// <exception cref="BadMessageException">Something in the topic is no dead letter.</exception>
    public IEnumerable<KeptLetter> Read(CancellationToken stop) => TopicScan.Read(clients, _topic, stop).SelectMany(LettersOf);

    /// <summary>The one at a position.</summary>
    /// <param name="position"><c>topic/partition/offset</c>, or <c>partition/offset</c> alone.</param>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="FormatException">The position is none, or of another topic.</exception>
    /// <exception cref="TopicsException">There is no dead letter.</exception>
    public KeptLetter At(string position, CancellationToken stop)
    {
        if (!Position.TryParse(position, out Position at) && !Position.TryParse($"{_topic}/{position}", out at) || at.Topic != _topic)
            throw new FormatException($"\"{position}\" is no position in {_topic}: name it as PARTITION/OFFSET.");
        return TopicScan.At(clients, at, stop) is { } message
            ? LettersOf(message).First()
            : throw new TopicsException(string.Create(CultureInfo.InvariantCulture, $"There is no dead letter at {at}. `kafkastellar dead-letters list` shows where there are some."));
    }

    private List<KeptLetter> LettersOf(TopicMessage message)
    {
        using RecordBatch rows = message.Decode(DeadLetters.Contract, network);
        return [.. DeadLetters.Read(rows).Select(letter => new KeptLetter(message.Position, letter))];
    }
}
