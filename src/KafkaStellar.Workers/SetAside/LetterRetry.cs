using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.SetAside;

/// <summary>
/// Makes what a dead letter's message should have given, with the program as it is now: the rows go to the datasets' topics once, after what
/// is there already, with the message they were made from in their header <c>source</c>.
/// </summary>
/// <remarks>
/// The message is not written to raw-ledgers again: every reader of that topic checks that ledgers follow each other, and would halt. One
/// transactional id for all retries of a network fences a second one that is started meanwhile; whether something was made from the message
/// already is read from the datasets' topics after that, so that a retry can be tried again.
/// </remarks>
internal sealed class LetterRetry(ClientFactory clients, Network network, Selection selection)
{
    private readonly string _id = $"kafkastellar-dead-letters-{network.Name}";

    /// <summary>The datasets of the worker that set a message aside, which its name tells unless its group was given another one.</summary>
    public string[] DatasetsOf(DeadLetter letter)
    {
        string prefix = ExtractOptions.GroupPrefix(network);
        if (!letter.Worker.StartsWith(prefix, StringComparison.Ordinal) || letter.Worker.LastIndexOf('-') is var slot && slot < prefix.Length) return [];
        string[] names = letter.Worker[prefix.Length..slot].Split('-');
        return names.All(name => Catalog.All.Any(dataset => dataset.Name == name)) ? names : [];
    }

    /// <summary>Tries one again.</summary>
    /// <param name="kept">The dead letter.</param>
    /// <param name="datasets">The datasets to make.</param>
    /// <param name="stop">Ends the search; not the writing.</param>
    /// <returns>What was made, or was there already, a sentence for each dataset.</returns>
    /// <exception cref="BadMessageException">The message can still not be read; nothing was written.</exception>
    /// <exception cref="TopicsException">Kafka refused, or nobody has passed the message over for that dataset.</exception>
    public IReadOnlyList<string> Run(KeptLetter kept, IReadOnlyCollection<string> datasets, CancellationToken stop)
    {
        DeadLetter letter = kept.Letter;
        using var writer = new TransactionalWriter(clients, _id, Compression.Zstd);
        List<string> said = [], written = [];
        foreach (string name in datasets)
        {
            string topic = Contracts.Of(Catalog.Find(name)).TopicOn(network.Name);
            if (IsMade(topic, letter, DatasetsOf(letter).Contains(name), stop))
            {
                said.Add($"{topic} has what is made from {letter.Source} already.");
                continue;
            }

            List<OutgoingMessage> made = Make(letter, name);
            foreach (OutgoingMessage message in made) writer.Send(message, stop);
            written.Add(topic);
            said.Add($"{topic}: {made.Sum(message => message.Headers.Rows)} rows of ledgers {made[0].Headers.Ledgers} were made from {letter.Source}.");
        }

        writer.Commit(isThere: () => IsMade(written[^1], letter, isPassedOver: true, stop), stop);
        return said;
    }

    // An extracting worker that has not come so far would make it again.
    private bool IsMade(string topic, DeadLetter letter, bool isPassedOver, CancellationToken stop)
    {
        foreach (TopicMessage message in TopicScan.Read(clients, topic, letter.Source.Partition, stop))
        {
            if (message.Identity().Source is not { } source || source.TopicPartition != letter.Source.TopicPartition) continue;
            if (source == letter.Source) return true;
            isPassedOver |= source.Offset > letter.Source.Offset;
        }

        return isPassedOver ? false : throw new TopicsException(
            $"{topic} has nothing yet that was made after {letter.Source}: the worker that extracts it will come to that message itself, and is the one to make it.");
    }

    private List<OutgoingMessage> Make(DeadLetter letter, string dataset)
    {
        if (letter.SourceValue is null)
            throw new BadMessageException(letter.Source, "the dead letter does not hold its value, because it had none, or one too large.");
        using var extraction = new Extraction(network, [dataset], selection);
        try
        {
            return extraction.Of(new(letter.Source, letter.SourceKey, letter.SourceTimestamp, letter.Headers(), letter.SourceValue), chain: null);
        }
        catch (Exception bad) when ((Extraction.IsBadMessage(bad) && bad is not BadMessageException) || bad is UnknownProtocolException)
        {
            throw new BadMessageException(letter.Source, bad.Message, bad);
        }
    }
}
