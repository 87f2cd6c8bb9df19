namespace KafkaStellar.Topics;

/// <summary>What a <see cref="TransactionalUnit"/> reads and who it is.</summary>
public sealed record TransactionalUnitSettings
{
    /// <summary>The topics that it reads, by full name.</summary>
    public required IReadOnlyCollection<string> Inputs { get; init; }

    /// <summary>Its consumer group: all units of one worker share it.</summary>
    public required string Group { get; init; }

    /// <summary>
    /// The writer's id, the same at every start and of no other unit that runs: worker and slot, like <c>extract-transactions-0</c>. Then a
    /// restart ends at once what its predecessor left open.
    /// </summary>
    public required string TransactionalId { get; init; }

    /// <summary>The network's label: of the dead letters' topic.</summary>
    public required string Network { get; init; }

    /// <summary>The program with its version.</summary>
    public required string Code { get; init; }

    /// <summary>How what it sends is compressed: as the contracts of its outputs say.</summary>
    public Compression Compression { get; init; } = Compression.Zstd;

    /// <summary>When a transaction is committed.</summary>
    public TransactionBudget Budget { get; init; } = TransactionBudget.Default;

    /// <summary>
    /// Called on the unit's thread when the reading of a partition begins: when it came, and after an abort, when messages come again.
    /// What was remembered of the message before must be forgotten.
    /// </summary>
    public Action<TopicPartition>? ReadingBegins { get; init; }

    /// <summary>Called on the unit's thread each time it comes back to its reader, ten times a second where there is nothing to do.</summary>
    public Action? Turns { get; init; }

    /// <summary>Called on the unit's thread with why the last transaction was aborted, and with null when one was committed.</summary>
    public Action<string?>? Standing { get; init; }

    /// <summary>
    /// Called on the unit's thread when a partition comes to stand still because too many of its messages cannot be read (true), and when it
    /// leaves (false).
    /// </summary>
    public Action<TopicPartition, bool>? Paused { get; init; }
}
