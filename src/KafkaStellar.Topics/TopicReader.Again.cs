namespace KafkaStellar.Topics;

// For a reader whose work was another's.
public sealed partial class TopicReader
{
    /// <summary>Reads a partition again from a message that was read before.</summary>
    /// <param name="first">The message; anything else that came in its place would be a loss, and is refused.</param>
    public void ReadAgain(Position first)
    {
        if (_partitions.ContainsKey(first.TopicPartition)) Rewind(first.TopicPartition, first.Offset, first.Offset);
    }
}
