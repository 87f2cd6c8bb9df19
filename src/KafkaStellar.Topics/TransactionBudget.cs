namespace KafkaStellar.Topics;

/// <summary>When a transaction is committed: as soon as one of these is reached, between two messages.</summary>
/// <param name="Messages">Messages read. 1,000: on full history at most a second of work is done again after an abort.</param>
/// <param name="Bytes">Bytes of the values read. 4 MiB: what is read and written for them fits the clients' queues.</param>
/// <param name="Age">Time since its first message. 200 ms: what a reader downstream waits at most, and 25 commits would cost a
/// second.</param>
public sealed record TransactionBudget(int Messages, long Bytes, TimeSpan Age)
{
    /// <summary>1,000 messages, 4 MiB, 200 ms.</summary>
    public static TransactionBudget Default { get; } = new(1000, 4 << 20, TimeSpan.FromMilliseconds(200));
}
