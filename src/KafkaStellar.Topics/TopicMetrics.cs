using System.Diagnostics.Metrics;

namespace KafkaStellar.Topics;

/// <summary>
/// The numbers of this project: the meter <c>KafkaStellar.Topics</c>. Each carries the group or the writer that counts, and the topic
/// where there is one.
/// </summary>
public static class TopicMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "KafkaStellar.Topics";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> MessagesRead =
        Meter.CreateCounter<long>("kafkastellar.topics.messages_read", "{message}", "Messages read.");
    private static readonly Counter<long> BytesRead =
        Meter.CreateCounter<long>("kafkastellar.topics.bytes_read", "By", "Bytes of values read.");
    private static readonly Counter<long> MessagesSent =
        Meter.CreateCounter<long>("kafkastellar.topics.messages_sent", "{message}", "Messages sent, those of aborted transactions included.");
    private static readonly Counter<long> BytesSent =
        Meter.CreateCounter<long>("kafkastellar.topics.bytes_sent", "By", "Bytes of values sent.");
    private static readonly Counter<long> Redeliveries =
        Meter.CreateCounter<long>("kafkastellar.topics.redelivered", "{message}", "Messages handed over twice, and dropped.");
    private static readonly Counter<long> Commits =
        Meter.CreateCounter<long>("kafkastellar.topics.commits", "{transaction}", "Transactions committed.");
    private static readonly Counter<long> Aborts =
        Meter.CreateCounter<long>("kafkastellar.topics.aborts", "{transaction}", "Transactions aborted and done again.");
    private static readonly Counter<long> Recycles =
        Meter.CreateCounter<long>("kafkastellar.topics.recycles", "{producer}", "New producer epochs after a transaction that may have ended uncleanly.");
    private static readonly Counter<long> DeadLetters =
        Meter.CreateCounter<long>("kafkastellar.topics.dead_letters", "{message}", "Messages set aside as dead letters.");
    private static readonly Histogram<double> CommitSeconds =
        Meter.CreateHistogram<double>("kafkastellar.topics.commit_duration", "s", "How long commits took.");
    private static readonly UpDownCounter<long> Paused =
        Meter.CreateUpDownCounter<long>("kafkastellar.topics.paused_partitions", "{partition}", "Partitions that stand still because too many messages cannot be read.");

    internal static void Read(string group, string topic, int bytes)
    {
        MessagesRead.Add(1, Tag("group", group), Tag("topic", topic));
        BytesRead.Add(bytes, Tag("group", group), Tag("topic", topic));
    }

    internal static void Sent(string writer, string topic, int bytes)
    {
        MessagesSent.Add(1, Tag("writer", writer), Tag("topic", topic));
        BytesSent.Add(bytes, Tag("writer", writer), Tag("topic", topic));
    }

    internal static void Redelivered(string group, string topic) => Redeliveries.Add(1, Tag("group", group), Tag("topic", topic));

    internal static void Committed(string writer, TimeSpan took)
    {
        Commits.Add(1, Tag("writer", writer));
        CommitSeconds.Record(took.TotalSeconds, Tag("writer", writer));
    }

    internal static void Aborted(string writer) => Aborts.Add(1, Tag("writer", writer));

    internal static void Recycled(string writer) => Recycles.Add(1, Tag("writer", writer));

    internal static void DeadLettered(string group, string topic) => DeadLetters.Add(1, Tag("group", group), Tag("topic", topic));

    internal static void PausedChanged(string group, int by) => Paused.Add(by, Tag("group", group));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
