using KafkaStellar.Lake;
using KafkaStellar.Topics;
using Microsoft.Extensions.Logging;

namespace KafkaStellar.Workers.Sink;

/// <summary>Says where a sink begins with a partition: the lake's own record decides, Kafka's offset is a hint.</summary>
internal sealed class PartitionOpener(IntentLog intents, ISinkTopics topics, GapPolicy onGap, ILogger log)
{
    /// <summary>Opens a partition.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="hint">The offset that the group has committed; null for none.</param>
    /// <param name="earliest">The first offset that the topic still has.</param>
    /// <param name="stop">Ends the call.</param>
    /// <exception cref="IntentException">The lake's record does not allow it.</exception>
    public PartitionStart Open(TopicPartition partition, long? hint, long earliest, CancellationToken stop)
    {
        var topic = new TopicIncarnation(partition.Topic, topics.IdOf(partition.Topic));
        intents.OwnAsync(partition.Topic, stop).GetAwaiter().GetResult();
        (long start, Intent? unfinished) = intents.OpenAsync(topic, partition.Partition, hint, earliest, onGap, stop).GetAwaiter().GetResult();
        LedgerSet former = intents.FormerLedgersAsync(topic, partition.Partition, stop).GetAwaiter().GetResult();
        if (unfinished is not null) log.IntentUnfinished($"{partition}", unfinished.Start, unfinished.End);
        if (former.Ranges.Count > 0) log.TopicMadeAnew($"{partition}", former.Ranges.Count, former.Ranges[0].First, former.Ranges[^1].Last);
        return new PartitionStart(topic, start, unfinished, former, Held(topic, partition.Partition, start, intents.GreatestAsync(topic, partition.Partition, start, stop).GetAwaiter().GetResult()));
    }

    /// <summary>Where a partition goes on after an intent of this worker.</summary>
    public PartitionStart After(PartitionRows rows, Intent done) =>
        new(rows.Topic, done.End, null, rows.Former, Held(rows.Topic, rows.Partition.Partition, done.End, Math.Max(rows.Held.Greatest, done.LastLedger)));

    private HeldLedgers Held(TopicIncarnation topic, int partition, long before, uint greatest) =>
        new(greatest, () => intents.LedgersAsync(topic, partition, before, CancellationToken.None).GetAwaiter().GetResult());

    /// <summary>Refuses a partition whose topic was deleted and made again while it was read: what was gathered is of two topics.</summary>
    /// <exception cref="TopicsException">It was.</exception>
    public void VerifySame(TopicIncarnation topic)
    {
        string now = topics.IdOf(topic.Topic);
        if (now != topic.Id)
            throw new TopicsException($"{topic.Topic} was deleted and made again while it was read (its id was {topic.Id} and is {now}). Nothing of what was read is kept; start the sink again, and it begins with the new topic.");
    }
}
