namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>A partition as a sink sees it: one ledger an offset from 0 on, and what its group has committed. Only the last owner can commit.</summary>
internal sealed class ModelKafka(long end)
{
    private int _generation;

    internal const string Topic = "stellar.pubnet.samples.v1";

    /// <summary>Which topic of that name.</summary>
    internal static readonly TopicIncarnation Incarnation = new(Topic, "00112233445566778899aabbccddeeff");

    /// <summary>The offset after the last message.</summary>
    internal long End { get; } = end;

    internal long? Committed { get; private set; }

    /// <summary>Who owns the partition.</summary>
    internal int Generation => _generation;

    /// <summary>A worker takes the partition; whoever had it is a zombie from now on.</summary>
    internal int Assign() => ++_generation;

    internal void Commit(int generation, long offset)
    {
        if (generation == _generation) Committed = offset;
    }

    /// <summary>An operator sets the group's offset, or it expires.</summary>
    internal void Reset(long? offset) => Committed = offset;
}
