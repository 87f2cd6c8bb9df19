namespace KafkaStellar.Topics;

/// <summary>What a <see cref="TransactionalUnit"/> reads and who it is.</summary>
public sealed record TransactionalUnitSettings
{
    /// <summary>What it makes: at least one dataset.</summary>
    public required IReadOnlyList<UnitOutput> Outputs { get; init; }

    /// <summary>The first ledger to make of a dataset of which nobody can tell what was made; null where nobody has said.</summary>
    public uint? From { get; init; }

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
    /// Called on the unit's thread when the reading of a partition begins: when it came, after an abort, when messages come again, and behind messages that
    /// no dataset needs. With the last message before, where there is one: what was remembered of messages after that must be forgotten.
    /// </summary>
    public Action<TopicPartition, TopicMessage?>? ReadingBegins { get; init; }

    /// <summary>
    /// Called on the unit's thread when a dataset goes on by the ledgers in its topic, not by an offset: with the last ledger there, and the message that
    /// is to be the next.
    /// </summary>
    public Action<UnitOutput, uint, TopicMessage>? Follows { get; init; }

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
