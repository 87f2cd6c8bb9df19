namespace KafkaStellar.Topics;

/// <summary>
/// What the owner of a group's member does when partitions come and go. Each is called on its thread, inside its client's calls: while it runs,
/// everything read before it stands as it was, and nobody else reads the partitions that leave.
/// </summary>
internal sealed record MemberHandlers
{
    /// <summary>
    /// Partitions came: gives the offset to start each from, in their order. Without it each starts at <see cref="AssignedPartition.Start"/>.
    /// </summary>
    public Func<IReadOnlyList<AssignedPartition>, IEnumerable<Position>>? Assigned { get; init; }

    /// <summary>
    /// Partitions came to a member that only keeps a place: its owner asks for what Kafka knows of them later, since a handler that waits keeps the
    /// member from saying that it lives.
    /// </summary>
    public Action<IReadOnlyList<TopicPartition>>? Came { get; init; }

    /// <summary>Partitions are about to leave, in good order: what was done with them may still be committed.</summary>
    public Action<IReadOnlyList<TopicPartition>>? Revoked { get; init; }

    /// <summary>Partitions are gone, and perhaps another's already: what was not committed must be forgotten.</summary>
    public Action<IReadOnlyList<TopicPartition>>? Lost { get; init; }
}
