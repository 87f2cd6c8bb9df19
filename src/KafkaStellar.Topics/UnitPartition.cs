namespace KafkaStellar.Topics;

/// <summary>What a unit has done in one partition.</summary>
internal sealed class UnitPartition(long start)
{
    private readonly long _start = start;

    /// <summary>Where the group goes on after the last commit.</summary>
    public long Committed { get; private set; } = start;

    /// <summary>The first message that was read since; none where nothing was.</summary>
    public long? First { get; private set; }

    /// <summary>The offset after the last message that is done; none where nothing is to be committed.</summary>
    public long? Next { get; private set; }

    public void Reading(long offset) => First ??= offset;

    public void Done(long offset) => Next = offset + 1;

    /// <summary>A transaction ended well.</summary>
    public void CommittedUpTo(long next) => (Committed, First, Next) = (next, null, null);

    /// <summary>Goes back to where the group goes on, as Kafka knows it; where it knows nothing, to where this unit began.</summary>
    /// <returns>Where that is, and the first message that must then come, where one was seen.</returns>
    public (long Offset, long? MustSee) GoBack(long? committed)
    {
        long offset = committed ?? _start;
        long? first = First;
        bool asBefore = offset == Committed;    // otherwise the transaction was committed after all
        (Committed, First, Next) = (offset, null, null);
        return (offset, asBefore ? first : null);
    }
}
