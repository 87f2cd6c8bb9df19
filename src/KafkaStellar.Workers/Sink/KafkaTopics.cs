using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>A sink's way to Kafka.</summary>
internal sealed class KafkaTopics(ClientFactory clients) : ISinkTopics
{
    private readonly TopicIds _ids = new(clients);

    /// <inheritdoc/>
    public ISinkReader Join(string group, IReadOnlyCollection<string> topics, AssignmentHandlers handlers) => new Member(new TopicReader(clients, group, topics, handlers));

    /// <inheritdoc/>
    public string IdOf(string topic) => _ids.Of(topic);

    /// <inheritdoc/>
    public void Dispose() => _ids.Dispose();

    private sealed class Member(TopicReader reader) : ISinkReader
    {
        public IReadOnlyCollection<TopicPartition> Partitions => reader.Partitions;

        public bool AtEnd => reader.AtEnd;

        public TopicMessage? Read(TimeSpan timeout) => reader.Read(timeout);

        public long? NextOffset(TopicPartition partition) => reader.NextOffset(partition);

        public void ReadAgain(Position first) => reader.ReadAgain(first);

        public bool Pause(TopicPartition partition) => reader.Pause(partition);

        public void Resume(TopicPartition partition) => reader.Resume(partition);

        public bool Commit(IReadOnlyCollection<Position> next) => reader.Commit(next);

        public void Close() => reader.Close();

        public void Dispose() => reader.Dispose();
    }
}
