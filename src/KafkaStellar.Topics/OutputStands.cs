using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// Where a dataset goes on: behind what stands in its own topic. The group's offset is a hint and no more: it may have expired, been set back or
/// forth, or be of an input that was made anew.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>messages stand there</term><description>behind the ledger of the last one, at the message that its header <c>source</c> names, or where that is another's, by its time</description></item>
/// <item><term>none, and none ever did</term><description>at the input's beginning</description></item>
/// <item><term>none, and some did</term><description>where the group goes on; without that, with the ledger that the operator names, or not at all</description></item>
/// </list>
/// </remarks>
/// <param name="clients">How to reach Kafka.</param>
/// <param name="from">The first ledger to make where nobody can tell what was made; null where nobody has said.</param>
internal sealed class OutputStands(ClientFactory clients, uint? from)
{
    private const string MadeLate = "It was made late.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Where a dataset goes on with partitions that have just come, once all is decided that stands in its topic there.</summary>
    /// <exception cref="TopicsException">Nobody can tell, or Kafka does not answer.</exception>
    public IReadOnlyDictionary<TopicPartition, OutputStart> Find(UnitOutput output, IReadOnlyList<AssignedPartition> coming)
    {
        if (coming.Count == 0) return new Dictionary<TopicPartition, OutputStart>();
        HashSet<TopicPartition> written = [.. OutputsOf(output, coming.Select(assigned => assigned.Partition))];
        IEnumerable<AssignedPartition> beyond = coming.Where(assigned => !written.Contains(new(output.Topic.Name, assigned.Partition.Partition)));
        return FindWritten(output, [.. coming.Except(beyond)])
            .Concat(beyond.Select(assigned => KeyValuePair.Create(assigned.Partition, new OutputStart(assigned.Earliest))))
            .ToDictionary();
    }

    /// <summary>The partitions of a dataset's topic that belong to some of its input. An input may have some beyond those of its contract, where nothing is written.</summary>
    public IReadOnlyList<TopicPartition> OutputsOf(UnitOutput output, IEnumerable<TopicPartition> inputs)
    {
        int partitions = TopicTail.Partitions(clients, output.Topic.Name);
        return [.. inputs.Where(input => input.Partition < partitions).Select(input => new TopicPartition(output.Topic.Name, input.Partition))];
    }

    /// <summary>Those that the dataset's topic has as well.</summary>
    private IReadOnlyDictionary<TopicPartition, OutputStart> FindWritten(UnitOutput output, AssignedPartition[] coming)
    {
        var late = new Dictionary<TopicPartition, long>();
        TopicPartition[] outputs = [.. coming.Select(assigned => new TopicPartition(output.Topic.Name, assigned.Partition.Partition))];
        using Kafka.IConsumer<byte[]?, byte[]?> consumer = clients.Consumer("kafkastellar-outputs").Build();   // joins no group: it only assigns
        try
        {
            IReadOnlyDictionary<TopicPartition, PartitionTail> tails = new TailWalk(consumer, message => WhyNotLast(message, output.Topic, late)).Walk(outputs, CancellationToken.None);
            foreach ((Position first, string reason) in tails.Values.Select(tail => tail.Foreign).OfType<(Position, string Reason)>().Where(foreign => foreign.Reason != MadeLate))
                clients.Logger.ForeignTail(first, tails[first.TopicPartition].End, reason);
            var asked = coming.ToDictionary(assigned => assigned, assigned => tails[new(output.Topic.Name, assigned.Partition.Partition)]);
            Dictionary<TopicPartition, OutputStart> starts = WithBefore(asked.Select(one => (one.Key, Start(output, one.Key, one.Value))), consumer);
            // Where the input was made anew, or has lost the message, the last one's time is what is left to go by.
            (AssignedPartition Assigned, OutputStart Start)[] elsewhere =
            [
                .. asked.Where(one => one.Value.Last is { } last && LedgerOf(starts[one.Key.Partition].Before) != last.Identity().Ledgers.Last)
                    .Select(one => (one.Key, ByTime(one.Value.Last!, one.Key, consumer))),
            ];
            foreach ((TopicPartition partition, OutputStart start) in WithBefore(elsewhere, consumer)) starts[partition] = start;
            foreach ((TopicPartition partition, long next) in late)
            {
                // Made since of what stands late in the input itself; what is made late of a dead letter has its source far before.
                if (starts.GetValueOrDefault(partition) is { MadeUpTo: null } start && start.Offset < next) starts[partition] = start with { Offset = next };
            }
            return starts;
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The ends of {output.Topic.Name} cannot be read: {e.Error.Reason}", e);
        }
    }

    /// <summary>The last message before each of some positions; null where there is none of ours.</summary>
    public IReadOnlyDictionary<TopicPartition, TopicMessage?> Before(IReadOnlyCollection<Position> positions)
    {
        if (positions.Count == 0) return new Dictionary<TopicPartition, TopicMessage?>();
        using Kafka.IConsumer<byte[]?, byte[]?> consumer = clients.Consumer("kafkastellar-outputs").Build();
        return Before(positions.Select(position => (position, TopicTail.EndsOf(consumer, position.TopicPartition).Low.Value)), consumer)
            .ToDictionary(one => one.Key, one => one.Value.Last);
    }

    private OutputStart Start(UnitOutput output, AssignedPartition assigned, PartitionTail tail)
    {
        if (tail.Last is { } last) return new(OffsetBehind(last, assigned));
        if (!tail.IsEmptied)
        {
            if (assigned.Earliest > 0) clients.Logger.BeginsLate(output.Name, assigned.Partition, assigned.Earliest);
            return new(assigned.Earliest);
        }
        if (assigned.Committed is { } committed && committed >= assigned.Earliest) return new(committed);
        if (assigned.Committed is { } gone && from is null)
        {
            throw new TopicsException(
                $"{tail.Partition} has no record left before its end at offset {tail.End}, and the group {output.Group} goes on at {assigned.Partition.At(gone)}, but the topic begins at "
                + $"{assigned.Earliest}: the messages between are deleted. Say with --from LEDGER which is the first to make.");
        }
        if (from is { } ledger) return new(assigned.Earliest, ledger - 1);
        throw new TopicsException(
            $"{tail.Partition} has no record left before its end at offset {tail.End}, and the group {output.Group} has no offset for {assigned.Partition}: nobody can tell which "
            + "ledgers were made. Say with --from LEDGER which is the first to make.");
    }

    private static long OffsetBehind(TopicMessage last, AssignedPartition assigned) =>
        last.Identity().Source is { } source && source.TopicPartition == assigned.Partition && source.Offset >= assigned.Earliest && source.Offset < assigned.End
            ? source.Offset + 1
            : assigned.Earliest;

    // Too early costs some reading, since ledgers that stand there are passed over; too late would leave some out: ledgers may share a second.
    private static OutputStart ByTime(TopicMessage last, AssignedPartition assigned, Kafka.IConsumer<byte[]?, byte[]?> consumer)
    {
        var asked = new Kafka.TopicPartitionTimestamp(TopicReader.ToKafka(assigned.Partition), new Kafka.Timestamp(last.Timestamp.AddSeconds(-1)));
        long found = KafkaErrors.Ask(() => consumer.OffsetsForTimes([asked], Patience), Patience)[0].Offset.Value;
        return new(found < 0 ? assigned.End : Math.Max(found, assigned.Earliest), last.Identity().Ledgers.Last);
    }

    private static Dictionary<TopicPartition, OutputStart> WithBefore(
        IEnumerable<(AssignedPartition Assigned, OutputStart Start)> starts, Kafka.IConsumer<byte[]?, byte[]?> consumer)
    {
        (AssignedPartition Assigned, OutputStart Start)[] all = [.. starts];
        IReadOnlyDictionary<TopicPartition, PartitionTail> before = Before(all.Select(one => (one.Assigned.Partition.At(one.Start.Offset), one.Assigned.Earliest)), consumer);
        return all.ToDictionary(one => one.Assigned.Partition, one => one.Start with { Before = before[one.Assigned.Partition].Last });
    }

    private static IReadOnlyDictionary<TopicPartition, PartitionTail> Before(IEnumerable<(Position Position, long First)> positions, Kafka.IConsumer<byte[]?, byte[]?> consumer) =>
        new TailWalk(consumer, message => WhyForeign(message) ?? (message.Identity().IsLate ? "it stands late." : null)).Walk(
            positions.Select(one => new PartitionTail(one.Position.TopicPartition, new Kafka.WatermarkOffsets(one.First, Math.Max(one.First, one.Position.Offset)))), CancellationToken.None);

    private static uint? LedgerOf(TopicMessage? message) => message?.Identity().Ledgers.Last;

    // What was made late, of a dead letter, does not tell how far the others are.
    private static string? WhyNotLast(TopicMessage message, OwnTopic topic, Dictionary<TopicPartition, long> late)
    {
        if (topic.WhyForeign(message) is { } foreign) return foreign;
        if (!message.Identity().IsLate) return null;
        if (message.Identity().Source is { } source) late[source.TopicPartition] = Math.Max(late.GetValueOrDefault(source.TopicPartition), source.Offset + 1);
        return MadeLate;
    }

    private static string? WhyForeign(TopicMessage message)
    {
        TopicName topic = TopicName.Parse(message.Position.Topic);
        return message.LedgersOf(topic.Dataset, topic.Network) is null ? $"it is no message of {topic}." : null;
    }
}
