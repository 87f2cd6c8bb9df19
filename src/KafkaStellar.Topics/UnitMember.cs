namespace KafkaStellar.Topics;

/// <summary>A unit's part in making one dataset: its place in the dataset's group, and how far it is in each of its partitions.</summary>
internal sealed class UnitMember(ClientFactory clients, string name, UnitOutput output, MemberHandlers handlers) : IDisposable
{
    /// <summary>The dataset.</summary>
    public UnitOutput Output { get; } = output;

    /// <summary>Its place in the group.</summary>
    public GroupMember Group { get; } = GroupMember.Idle(clients, name, output.Group, output.Input, handlers);

    /// <summary>How far it is, by partition of the input.</summary>
    public Dictionary<TopicPartition, UnitPartition> Partitions { get; } = [];

    /// <summary>Partitions that came, of which nobody knows yet where the dataset goes on.</summary>
    public HashSet<TopicPartition> Coming { get; } = [];

    /// <summary>Whether it is decided what stands in the dataset's topic for those; null where nobody has asked.</summary>
    public DecidedEnds? Ends { get; set; }

    /// <summary>Some partitions came.</summary>
    public void Come(IEnumerable<TopicPartition> partitions)
    {
        Coming.UnionWith(partitions);
        ForgetEnds();
    }

    /// <summary>Some partitions leave.</summary>
    public void Leave(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions) Partitions.Remove(partition);
        Coming.ExceptWith(partitions);
        ForgetEnds();
    }

    /// <summary>Those that came are known now.</summary>
    public void Known()
    {
        Coming.Clear();
        ForgetEnds();
    }

    /// <summary>What the open transaction would commit: of each partition in which something is done, the offset after it.</summary>
    /// <param name="passed">The offset to which the reader has passed over markers in a partition of which all that was read is done.</param>
    public IReadOnlyList<Position> Done(Func<TopicPartition, long?> passed)
    {
        List<Position> next = [];
        foreach ((TopicPartition partition, UnitPartition done) in Partitions)
        {
            if (done.Next is not { } offset) continue;
            next.Add(partition.At(Math.Max(offset, passed(partition) ?? offset)));
            done.Sent(next[^1].Offset);
        }
        return next;
    }

    /// <summary>A transaction ended well.</summary>
    public void Committed(IReadOnlyList<Position> next)
    {
        // A rebalance may have taken a partition away meanwhile.
        foreach (Position position in next) Partitions.GetValueOrDefault(position.TopicPartition)?.CommittedUpTo(position.Offset);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForgetEnds();
        Group.Dispose();
    }

    private void ForgetEnds()
    {
        Ends?.Dispose();
        Ends = null;
    }
}
