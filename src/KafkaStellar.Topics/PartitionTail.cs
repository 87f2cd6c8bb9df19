using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>The end of one partition, as far as it was looked through from behind.</summary>
internal sealed class PartitionTail(TopicPartition partition, Kafka.WatermarkOffsets ends)
{
    private (Position Position, string Reason)? _foreignAfterStep;

    /// <summary>The partition.</summary>
    public TopicPartition Partition { get; } = partition;

    /// <summary>The first offset that is left: above 0 where records were deleted.</summary>
    public long First { get; } = ends.Low.Value;

    /// <summary>The offset that the next committed record gets.</summary>
    public long End { get; } = ends.High.Value;

    /// <summary>Where the step that is read now begins.</summary>
    public long From { get; private set; } = ends.High.Value;

    /// <summary>Where it ends: what follows was looked through before.</summary>
    public long To { get; private set; } = ends.High.Value;

    /// <summary>The last message that is looked for; none where none is left.</summary>
    public TopicMessage? Last { get; private set; }

    /// <summary>The first message behind it that is not looked for, and why not; none where there is none.</summary>
    public (Position Position, string Reason)? Foreign { get; private set; }

    /// <summary>Whether there is nothing more to look through.</summary>
    public bool IsKnown => Last is not null || From <= First;

    /// <summary>Whether a message may have stood here that was deleted.</summary>
    public bool IsEmptied => Last is null && First > 0;

    /// <summary>Takes the offsets before those that were looked through.</summary>
    public void StepBack(long step) => (From, To, _foreignAfterStep) = (Math.Max(First, From - step), From, Foreign);

    /// <summary>The next message of the step.</summary>
    /// <param name="message">The message.</param>
    /// <param name="whyForeign">Why it is not looked for; none where it is.</param>
    public void Read(TopicMessage message, string? whyForeign)
    {
        if (whyForeign is null) (Last, Foreign) = (message, _foreignAfterStep);
        else if (Foreign == _foreignAfterStep) Foreign = (message.Position, whyForeign);
    }
}
