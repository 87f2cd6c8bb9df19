using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>Where a message stands: topic, partition, offset. As text <c>topic/partition/offset</c>.</summary>
public readonly record struct Position(string Topic, int Partition, long Offset)
{
    /// <summary>The longest topic name that Kafka allows, in characters.</summary>
    public const int MaxTopicLength = 249;

    /// <summary>The position after this one: what a reader that has done this message commits.</summary>
    public Position Next => this with { Offset = checked(Offset + 1) };

    /// <summary>The partition alone.</summary>
    public TopicPartition TopicPartition => new(Topic, Partition);

    /// <summary>Reads <c>topic/partition/offset</c>; false for anything else.</summary>
    public static bool TryParse(string text, out Position position)
    {
        position = default;
        if (text.Length > MaxTopicLength + 40 || text.Split('/') is not [{ Length: > 0 and <= MaxTopicLength } topic, var partition, var offset])
            return false;
        if (!int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long place))
        {
            return false;
        }
        position = new(topic, number, place);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}/{Partition}/{Offset}");
}
