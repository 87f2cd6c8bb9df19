using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Hosting;
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
    private readonly TopicContract _transactions = Contracts.Of(Catalog.Find("transactions"));

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
            if (IsMade(topic, letter, stop))
            {
                said.Add($"{topic} has what is made from {letter.Source} already.");
                continue;
            }

            IReadOnlyList<OutgoingMessage> made = Make(letter, name, stop);
            foreach (OutgoingMessage message in made) writer.Send(message with { Headers = message.Headers with { IsLate = true } }, stop);
            written.Add(topic);
            said.Add($"{topic}: {made.Sum(message => message.Headers.Rows)} rows of ledgers {made[0].Headers.Ledgers} were made from {letter.Source}.");
        }

        writer.Commit(isThere: () => IsMade(written[^1], letter, stop), stop);
        return said;
    }

    // An extracting worker that has made nothing after it comes to it itself: at its next start it goes on behind the last that it has made.
    private bool IsMade(string topic, DeadLetter letter, CancellationToken stop)
    {
        LedgerSpan? ledgers = Message(letter).LedgersOf(TopicName.Parse(letter.Source.Topic).Dataset, network.Name);
        bool isPassedOver = false;
        foreach (TopicMessage message in TopicScan.Read(clients, topic, letter.Source.Partition, stop))
        {
            MessageHeaders identity = message.Identity();
            if (identity.Source is not { } source || source.TopicPartition != letter.Source.TopicPartition) continue;
            if (source == letter.Source || identity.Ledgers == ledgers) return true; // of parts, the last one's letter may have been the one
            isPassedOver |= source.Offset > letter.Source.Offset && !identity.IsLate;
        }

        return isPassedOver ? false : throw new TopicsException(
            $"{topic} has nothing yet that was made after {letter.Source}: the worker that extracts it comes to that message itself when it is started anew, and is the one to make it.");
    }

    private IReadOnlyList<OutgoingMessage> Make(DeadLetter letter, string dataset, CancellationToken stop)
    {
        if (letter.SourceValue is null)
            throw new BadMessageException(letter.Source, "the dead letter does not hold its value, because it had none, or one too large.");
        try
        {
            return letter.Source.Topic == _transactions.TopicOn(network.Name) ? MakeOfTransactions(Message(letter), dataset, stop) : MakeOfLedger(Message(letter), dataset);
        }
        catch (Exception bad) when ((Failures.IsBadMessage(bad) && bad is not BadMessageException) || bad is UnknownProtocolException)
        {
            throw new BadMessageException(letter.Source, bad.Message, bad);
        }
    }

    private static TopicMessage Message(DeadLetter letter) => new(letter.Source, letter.SourceKey, letter.SourceTimestamp, letter.Headers(), letter.SourceValue);

    private IReadOnlyList<OutgoingMessage> MakeOfLedger(TopicMessage message, string dataset)
    {
        using var extraction = new Extraction(network, [dataset], selection);
        Extracted extracted = extraction.Of(message, chain: null);
        return extracted.Refusals.Count == 0 ? extracted.Messages : throw new BadMessageException(message.Position, extracted.Refusals.Values.First().Message);
    }

    // A part is of no use without the others, which stand in the topic: the transfers of the ledger are made of all of them.
    private IReadOnlyList<OutgoingMessage> MakeOfTransactions(TopicMessage message, string dataset, CancellationToken stop)
    {
        if (dataset != TransferMessages.Dataset) throw new BadMessageException(message.Position, $"{dataset} is made of ledgers, not of transactions.");
        using var transfers = new TransferMessages(network, selection);
        if (message.Identity() is not { Part: { } part, Ledgers: var ledgers }) return transfers.Of(message);
        IReadOnlyList<OutgoingMessage> made = [];
        foreach (TopicMessage one in TopicScan.Read(clients, message.Position.Topic, message.Position.Partition, stop))
        {
            if (one.LedgersOf(_transactions.Dataset, network.Name) != ledgers || one.Identity().Part?.Count != part.Count) continue;
            made = transfers.Of(one.Position == message.Position ? message : one);
        }

        return made.Count > 0 ? made : throw new BadMessageException(message.Position, $"the other parts of ledger {ledgers.First} are not in its topic any more.");
    }
}
