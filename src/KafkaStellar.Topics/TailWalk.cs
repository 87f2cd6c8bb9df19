using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// Walks some partitions back from their ends, each to its last message, in steps that double: the last offsets may be markers, or messages
/// that were aborted, or not what is looked for. Of a partition it holds one message at a time.
/// </summary>
/// <param name="consumer">What to read with.</param>
/// <param name="whyForeign">Why a message is not looked for; none where it is.</param>
internal sealed class TailWalk(Kafka.IConsumer<byte[]?, byte[]?> consumer, Func<TopicMessage, string?> whyForeign)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The tails of some partitions of one topic or of several.</summary>
    /// <exception cref="TopicsException">A topic cannot be read.</exception>
    public IReadOnlyDictionary<TopicPartition, PartitionTail> Walk(IEnumerable<TopicPartition> partitions, CancellationToken stop) =>
        Walk(partitions.Select(partition => new PartitionTail(partition, TopicTail.EndsOf(consumer, partition))), stop);

    /// <summary>The tails of some stretches, each of a partition of its own: from the ends that they name, which need not be the partitions'.</summary>
    /// <exception cref="TopicsException">A topic cannot be read.</exception>
    public IReadOnlyDictionary<TopicPartition, PartitionTail> Walk(IEnumerable<PartitionTail> stretches, CancellationToken stop)
    {
        Dictionary<TopicPartition, PartitionTail> tails = stretches.ToDictionary(tail => tail.Partition);
        List<PartitionTail> open = [.. tails.Values.Where(tail => !tail.IsKnown)];
        for (long step = 2; open.Count > 0; step *= 2)
        {
            foreach (PartitionTail tail in open) tail.StepBack(step);
            ReadSteps(open, stop);
            open.RemoveAll(tail => tail.IsKnown);
        }
        return tails;
    }

    private void ReadSteps(List<PartitionTail> tails, CancellationToken stop)
    {
        Dictionary<TopicPartition, PartitionTail> open = tails.ToDictionary(tail => tail.Partition);
        consumer.Assign(tails.Select(tail => TopicReader.ToKafka(tail.Partition.At(tail.From))));
        long heard = Environment.TickCount64;
        while (open.Count > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (TopicTail.Consume(consumer, tails[0].Partition.Topic) is not { } result)
            {
                if (Environment.TickCount64 - heard < (long)Patience.TotalMilliseconds) continue;
                throw new TopicsException($"The ends of {string.Join(", ", open.Keys)} were not reached: nothing came for {Patience.TotalSeconds} s.");
            }
            heard = Environment.TickCount64;
            if (!open.TryGetValue(new(result.Topic, result.Partition.Value), out PartitionTail? tail)) continue;
            if (!result.IsPartitionEOF && result.Offset.Value < tail.To)
            {
                var message = new TopicMessage(tail.Partition.At(result.Offset.Value), result.Message);
                tail.Read(message, whyForeign(message));
            }
            if (!result.IsPartitionEOF && result.Offset.Value + 1 < tail.To) continue;
            open.Remove(tail.Partition);
            consumer.IncrementalUnassign([TopicReader.ToKafka(tail.Partition)]);
        }
    }
}
