namespace KafkaStellar.Topics;

/// <summary>How far a reader is in one partition.</summary>
internal sealed class ReadPartition(long next)
{
    private long? _mustSee;

    /// <summary>The offset of the next message, or beyond it where only markers of transactions stand between.</summary>
    public long Next { get; private set; } = next;

    /// <summary>Whether nothing was left when it was last asked for.</summary>
    public bool AtEnd { get; private set; }

    public bool Paused { get; set; }

    /// <summary>Whether it was told to go back, and no message has come since.</summary>
    public bool IsGoingBack { get; private set; }

    /// <summary>Whether a message is new. One before <see cref="Next"/> was handed over before.</summary>
    public bool Expects(long offset) => offset >= Next;

    /// <summary>A message was handed over.</summary>
    public void Passed(TopicPartition partition, long offset)
    {
        if (_mustSee is { } first && offset != first)
        {
            throw new TopicsException(
                $"After going back, {partition} went on at offset {offset} instead of {first}: a message would have been left out. Start the worker again.");
        }
        _mustSee = null;
        IsGoingBack = false;
        Next = offset + 1;
        AtEnd = false;
    }

    /// <summary>The client saw the end of the partition there. An end from before a rewind is none.</summary>
    public void ReachedEnd(long offset)
    {
        if (_mustSee is not null || offset < Next) return;
        Next = offset;
        AtEnd = true;
    }

    public void Rewind(long offset, long? first)
    {
        Next = offset;
        _mustSee = first;
        IsGoingBack = true;
        AtEnd = false;
    }
}
