using System.Globalization;

namespace KafkaStellar.Lake;

/// <summary>Where the intents of a sink stand: <c>_sink/ID/log/TOPIC/TOPIC ID/PARTITION/COMPLEMENT OF THE START.json</c>.</summary>
/// <remarks>The complement (2^63 - 1 - start) makes the first key at or after a given one name the greatest start at or before it.</remarks>
internal sealed class IntentKeys(string sinkId)
{
    private const string Extension = ".json";

    public string Of(TopicIncarnation topic, int partition, long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(topic, partition)}{long.MaxValue - start:D19}{Extension}");

    public string Prefix(TopicIncarnation topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{Prefix(topic)}{partition:D5}/");

    public string Prefix(TopicIncarnation topic) => $"{Prefix(topic.Topic)}{topic.Id}/";

    public string Prefix(string topic) => $"{Prefix()}{topic}/";

    public string Prefix() => $"{IntentLog.Root}/{sinkId}/log/";

    /// <summary>What says that a partition has had intents: <c>_sink/ID/claims/TOPIC/TOPIC ID/PARTITION</c>.</summary>
    public string Claim(TopicIncarnation topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{Claims()}{topic.Topic}/{topic.Id}/{partition:D5}");

    public string Claims() => $"{IntentLog.Root}/{sinkId}/claims/";

    /// <summary>What says which sink a topic is of: <c>_sink/TOPIC.owner</c>.</summary>
    public static string Owner(string topic) => $"{IntentLog.Root}/{topic}.owner";

    /// <summary>The start offset that a key names; null where it is none of ours.</summary>
    public long? StartOf(TopicIncarnation topic, int partition, string key)
    {
        ReadOnlySpan<char> name = Path.GetFileNameWithoutExtension(key.AsSpan());
        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long inverted) && Of(topic, partition, long.MaxValue - inverted) == key
            ? long.MaxValue - inverted
            : null;
    }
}
