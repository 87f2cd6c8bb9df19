using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>What a sink wants of Kafka: membership in a group, and which topic of its name each is.</summary>
internal interface ISinkTopics : IDisposable
{
    /// <summary>Joins a group.</summary>
    ISinkReader Join(string group, IReadOnlyCollection<string> topics, AssignmentHandlers handlers);

    /// <summary>What Kafka calls a topic now: another of the same name has another id.</summary>
    string IdOf(string topic);
}

/// <summary>A member of a group, as <see cref="TopicReader"/> is one.</summary>
internal interface ISinkReader : IDisposable
{
    /// <inheritdoc cref="TopicReader.Partitions"/>
    IReadOnlyCollection<TopicPartition> Partitions { get; }

    /// <inheritdoc cref="TopicReader.AtEnd"/>
    bool AtEnd { get; }

    /// <inheritdoc cref="TopicReader.Read"/>
    TopicMessage? Read(TimeSpan timeout);

    /// <inheritdoc cref="TopicReader.NextOffset"/>
    long? NextOffset(TopicPartition partition);

    /// <inheritdoc cref="TopicReader.ReadAgain"/>
    void ReadAgain(Position first);

    /// <inheritdoc cref="TopicReader.Pause"/>
    bool Pause(TopicPartition partition);

    /// <inheritdoc cref="TopicReader.Resume"/>
    void Resume(TopicPartition partition);

    /// <inheritdoc cref="TopicReader.Commit"/>
    bool Commit(IReadOnlyCollection<Position> next);

    /// <inheritdoc cref="TopicReader.Close"/>
    void Close();
}
