namespace KafkaStellar.Topics;

/// <summary>One row of dead-letters: a message that could not be read, whole, with where it stood and why.</summary>
public sealed record DeadLetter
{
    /// <summary>Where the message stands.</summary>
    public required Position Source { get; init; }

    /// <summary>Its timestamp.</summary>
    public required DateTimeOffset SourceTimestamp { get; init; }

    /// <summary>Its key as it came.</summary>
    public byte[]? SourceKey { get; init; }

    /// <summary>
    /// Its value as it came; none where it had none, or where it is too large even for dead-letters, which <see cref="Reason"/> then
    /// says.
    /// </summary>
    public byte[]? SourceValue { get; init; }

    /// <summary>
    /// Its headers as a JSON array of objects with <c>name</c> and <c>value</c> in base64, so that even malformed ones are kept.
    /// </summary>
    public required string SourceHeaders { get; init; }

    /// <summary>Its headers as they came.</summary>
    /// <exception cref="FormatException"><see cref="SourceHeaders"/> is not of that form.</exception>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers() => DeadLetters.HeadersFromJson(SourceHeaders);

    /// <summary>Why it could not be read, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Who could not read it: the writer's <c>transactional.id</c>.</summary>
    public required string Worker { get; init; }

    /// <summary>The program with its version.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>The ledger that failed, where one is known.</summary>
    public uint? FailedLedger { get; init; }

    /// <summary>The datasets that were to be made of it and were not; null where whoever wrote the letter did not say.</summary>
    public IReadOnlyList<string>? Datasets { get; init; }
}
