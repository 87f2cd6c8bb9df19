namespace KafkaStellar.Topics;

/// <summary>
/// What a reader's owner does when partitions come and go. Each is called on the reader's thread, inside <see cref="TopicReader.Read"/> or
/// <see cref="TopicReader.Close"/>: while it runs, everything read before it stands as it was, and nobody else reads the partitions that
/// leave.
/// </summary>
public sealed record AssignmentHandlers
{
    /// <summary>
    /// Partitions came: gives the offset to start each from. Without it a reader starts at <see cref="AssignedPartition.Start"/>.
    /// </summary>
    public Func<AssignedPartition, long>? Assigned { get; init; }

    /// <summary>Partitions are about to leave, in good order: what was done with them may still be committed.</summary>
    public Action<IReadOnlyList<TopicPartition>>? Revoked { get; init; }

    /// <summary>Partitions are gone, and perhaps another's already: what was not committed must be forgotten.</summary>
    public Action<IReadOnlyList<TopicPartition>>? Lost { get; init; }
}
