namespace KafkaStellar.Topics;

/// <summary>What a unit has done for one dataset in one partition of its input.</summary>
/// <param name="input">The input's topic.</param>
/// <param name="start">Where the dataset goes on.</param>
internal sealed class UnitPartition(TopicName input, OutputStart start)
{
    private long? _sent;
    private long? _first;

    /// <summary>Where the dataset goes on after the last commit.</summary>
    public long Committed { get; private set; } = start.Offset;

    /// <summary>The offset after the last message that is done; none where nothing is to be committed.</summary>
    public long? Next { get; private set; }

    /// <summary>The offset of the next message that it may want.</summary>
    public long NextWanted => Next ?? Committed;

    /// <summary>Whether a message is to be made: it is not done, and its ledgers do not stand in the dataset's topic already.</summary>
    /// <param name="message">The message.</param>
    /// <param name="follows">The last ledger that stands in the dataset's topic, where the message is the first one that comes after it; else null.</param>
    public bool Wants(TopicMessage message, out uint? follows)
    {
        follows = null;
        long offset = message.Position.Offset;
        if (offset < NextWanted) return false;
        if (start.MadeUpTo is not { } made || offset > _first) return true;
        if (message.LedgersOf(input.Dataset, input.Network)?.Last is not { } last) return true; // whoever reads it decides
        if (last <= made) return false;
        (_first, follows) = (offset, made);
        return true;
    }

    /// <summary>A message is done.</summary>
    public void Done(long offset) => Next = offset + 1;

    /// <summary>The offset goes into the transaction.</summary>
    public void Sent(long next) => _sent = next;

    /// <summary>A transaction ended well.</summary>
    public void CommittedUpTo(long next) => (Committed, Next, _sent) = (next, null, null);

    /// <summary>
    /// Goes back to the last commit, which may be the one whose answer was lost: then the group's offset is what was sent.
    /// </summary>
    /// <param name="known">The group's offset as Kafka knows it; null where it knows none.</param>
    public void GoBack(long? known) => CommittedUpTo(_sent is { } sent && known == sent ? sent : Committed);
}
