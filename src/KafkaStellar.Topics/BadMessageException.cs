namespace KafkaStellar.Topics;

/// <summary>
/// A message cannot be read: too large, damaged, or not what its topic's contract promises. Its fate is the contract's: halt or
/// dead-letter.
/// </summary>
public sealed class BadMessageException(Position position, string reason, Exception? cause = null)
    : Exception($"The message at {position} cannot be read: {reason}", cause)
{
    /// <summary>Where the message stands.</summary>
    public Position Position { get; } = position;

    /// <summary>What is wrong with it, as a sentence without its position.</summary>
    public string Reason { get; } = reason;
}
