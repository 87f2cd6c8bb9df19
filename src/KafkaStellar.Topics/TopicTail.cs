using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>The ends of a topic: what a source must know to go on after the last ledger in it.</summary>
public static class TopicTail
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Where a topic ends: its writer's message with the greatest ledger of all partitions, and whether it is the last for certain. What
    /// others wrote there is looked behind, and left where it stands: readers set it aside. Open transactions are waited for.
    /// </summary>
    /// <param name="clients">How to reach Kafka.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="standing">Called with why it waits, and with null when it does no more.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="TopicsException">The topic does not exist, a transaction hangs there, or Kafka does not answer.</exception>
    public static TopicEnd Read(ClientFactory clients, OwnTopic topic, Action<string?>? standing, CancellationToken stop)
    {
        VerifyPartitions(clients, topic);
        using (var ends = new DecidedEnds(clients, [.. topic.Partitions], standing)) ends.Wait(stop);
        IReadOnlyDictionary<TopicPartition, PartitionTail> tails = Walk(clients, [.. topic.Partitions], topic.WhyForeign, stop);
        foreach ((Position first, string reason) in tails.Values.Select(tail => tail.Foreign).OfType<(Position, string)>())
            clients.Logger.ForeignTail(first, tails[first.TopicPartition].End, reason);
        TopicMessage? last = tails.Values.Select(tail => tail.Last).OfType<TopicMessage>().MaxBy(Order);
        return new(last, DoubtOf(topic, tails, last));
    }

    /// <summary>Whether a ledger is in a topic that ends after it, or was before records were deleted: nothing of its partition begins after it.</summary>
    /// <exception cref="TopicsException">Kafka does not answer.</exception>
    public static bool MayHold(ClientFactory clients, OwnTopic topic, uint ledger, CancellationToken stop)
    {
        TopicPartition partition = topic.PartitionOf(ledger);
        using (Kafka.IConsumer<byte[]?, byte[]?> consumer = clients.Consumer("kafkastellar-tail").Build())
        {
            if (EndsOf(consumer, partition).Low.Value > 0) return true;
        }
        return TopicScan.Read(clients, topic.Name, partition.Partition, stop).FirstOrDefault(message => topic.WhyForeign(message) is null) is { } first
            && first.Identity().Ledgers.First <= ledger;
    }

    /// <summary>The last committed message of each of some partitions; those without one are left out.</summary>
    /// <exception cref="TopicsException">Kafka does not answer.</exception>
    public static IReadOnlyDictionary<TopicPartition, TopicMessage> ReadPartitions(ClientFactory clients, IReadOnlyCollection<TopicPartition> partitions) =>
        Walk(clients, partitions, _ => null, CancellationToken.None).Where(one => one.Value.Last is not null).ToDictionary(one => one.Key, one => one.Value.Last!);

    /// <summary>More partitions than the contract's are harmless, as nothing is written there; where there are fewer, some ledgers have none.</summary>
    private static void VerifyPartitions(ClientFactory clients, OwnTopic topic)
    {
        int found = Partitions(clients, topic.Name), promised = topic.Contract.Partitions;
        if (found > promised) clients.Logger.MorePartitions(topic.Name, found, promised);
        if (found >= promised) return;
        throw new TopicsException(
            $"{topic.Name} has {found} partitions; its contract promises {promised}, and without them some ledgers have no place. Delete it and make it with "
            + "`kafkastellar topics apply`.");
    }

    private static IReadOnlyDictionary<TopicPartition, PartitionTail> Walk(
        ClientFactory clients, IReadOnlyCollection<TopicPartition> partitions, Func<TopicMessage, string?> whyForeign, CancellationToken stop)
    {
        using Kafka.IConsumer<byte[]?, byte[]?> consumer = clients.Consumer("kafkastellar-tail").Build();   // joins no group: it only assigns
        try
        {
            return new TailWalk(consumer, whyForeign).Walk(partitions, stop);
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The ends of {string.Join(", ", partitions)} cannot be read: {e.Error.Reason}", e);
        }
    }

    /// <summary>
    /// Ledgers are written in order, and deleted from the beginnings of partitions: were there one after the last that is seen, then the next
    /// one would be seen in its own partition, unless all was deleted there.
    /// </summary>
    private static string? DoubtOf(OwnTopic topic, IReadOnlyDictionary<TopicPartition, PartitionTail> tails, TopicMessage? last)
    {
        PartitionTail? emptied = last is null
            ? tails.Values.FirstOrDefault(tail => tail.IsEmptied)
            : tails[topic.PartitionOf(last.Identity().Ledgers.Last + 1)] is { IsEmptied: true } next ? next : null;
        if (emptied is null) return null;
        string gone = $"{emptied.Partition} has no record left before its end at offset {emptied.End}";
        return last is null ? gone : $"{gone}, where ledger {last.Identity().Ledgers.Last + 1} would stand";
    }

    /// <summary>A partition's ends; asked for again while its leader moves.</summary>
    internal static Kafka.WatermarkOffsets EndsOf(Kafka.IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition) =>
        KafkaErrors.Ask(() => consumer.QueryWatermarkOffsets(TopicReader.ToKafka(partition), Patience), Patience);

    /// <summary>The next message, or the end of a partition; none where nothing comes soon.</summary>
    /// <exception cref="TopicsException">The topic cannot be read.</exception>
    internal static Kafka.ConsumeResult<byte[]?, byte[]?>? Consume(Kafka.IConsumer<byte[]?, byte[]?> consumer, string topic)
    {
        try
        {
            return consumer.Consume(TimeSpan.FromMilliseconds(100));
        }
        catch (Kafka.ConsumeException e) when (KafkaErrors.IsPassing(e.Error))
        {
            return null;
        }
        catch (Kafka.ConsumeException e)
        {
            throw new TopicsException($"{topic} cannot be read: {e.Error.Reason} ({e.Error.Code})", e);
        }
    }

    /// <summary>How many partitions a topic has.</summary>
    /// <exception cref="TopicsException">It does not exist, or Kafka does not answer.</exception>
    public static int Partitions(ClientFactory clients, string topic)
    {
        using Kafka.IAdminClient admin = clients.Admin();
        try
        {
            Kafka.TopicMetadata? found = KafkaErrors.Ask(() => admin.GetMetadata(topic, Patience), Patience).Topics.Find(one => one.Topic == topic);
            return found is { Error.IsError: false, Partitions.Count: > 0 }
                ? found.Partitions.Count
                : throw new TopicsException($"{topic} does not exist. Create it with `kafkastellar topics apply`. ({found?.Error.Reason})");
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"Kafka does not answer about {topic}: {e.Error.Reason}", e);
        }
    }

    private static (uint Ledger, int Part) Order(TopicMessage message)
    {
        MessageHeaders headers = message.Identity();
        return (headers.Ledgers.Last, headers.Part?.Index ?? 0);
    }
}
