namespace KafkaStellar.Topics;

/// <summary>
/// What a topic's contract allows a worker that makes other topics of this one, where a message cannot be read. The third fate, trying again,
/// needs no permission.
/// </summary>
public enum BadMessagePolicy
{
    /// <summary>The worker stops: a gap in the ledger is worse than an outage.</summary>
    Halt,

    /// <summary>The message is set aside, whole, with its reason, and the worker goes on.</summary>
    DeadLetter,
}
