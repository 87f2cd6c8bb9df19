namespace KafkaStellar.Topics;

/// <summary>
/// The broker shut this writer out: another one started with the same <c>transactional.id</c> (KIP-98, KIP-360). Nothing of the open
/// transaction is visible. The writer cannot be used again; the process should end and be started anew.
/// </summary>
public sealed class FencedException : TopicsException
{
    /// <summary>A worker's slot was taken over.</summary>
    public FencedException(string transactionalId, Exception? cause = null)
        : this(
            transactionalId,
            $"The writer {transactionalId} was fenced: another process uses the same transactional.id. "
            + "Nothing of the open transaction is visible; see that each worker slot has an id of its own, and start again.",
            cause)
    {
    }

    /// <summary>Said otherwise.</summary>
    public FencedException(string transactionalId, string sentence, Exception? cause)
        : base(sentence, cause) => TransactionalId = transactionalId;

    /// <summary>The <c>transactional.id</c> that was taken over.</summary>
    public string TransactionalId { get; }
}
