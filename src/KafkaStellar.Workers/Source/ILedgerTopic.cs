using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Source;

/// <summary>raw-ledgers as its source needs it. Whoever opens it is its only writer, and fences whoever was before.</summary>
internal interface ILedgerTopic : IDisposable
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Its id, as the cluster has it now: another one when it was deleted and made again.</summary>
    /// <exception cref="TopicsException">There is no such topic any more, or Kafka does not answer.</exception>
    string Id { get; }

    /// <summary>Whether so much waits for <see cref="Commit"/> that it should not wait longer.</summary>
    bool IsSpent { get; }

    /// <summary>Where it ends, once that is decided.</summary>
    /// <exception cref="TopicsException">It cannot be told.</exception>
    TopicEnd ReadEnd(CancellationToken stop);

    /// <summary>Whether a ledger before its end is there, or was before records were deleted.</summary>
    /// <exception cref="TopicsException">It cannot be read.</exception>
    bool MayHold(uint ledger, CancellationToken stop);

    /// <summary>Sends a message.</summary>
    /// <exception cref="TopicsException">It cannot be sent.</exception>
    void Send(OutgoingMessage message, CancellationToken stop);

    /// <summary>Makes everything that was sent visible, at once.</summary>
    /// <exception cref="TopicsException">It could not be committed.</exception>
    void Commit(CancellationToken stop);
}
