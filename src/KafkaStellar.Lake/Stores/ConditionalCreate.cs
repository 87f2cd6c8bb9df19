namespace KafkaStellar.Lake;

/// <summary>Asks a store, at start-up, whether creating only what is absent really is conditional: some stores take the condition and ignore it.</summary>
public static class ConditionalCreate
{
    /// <summary>Creates one object twice; the second must lose, and the first's bytes must stay.</summary>
    /// <param name="store">The store to ask.</param>
    /// <param name="folder">Where the small object may stay, without a '/' at its end; one object is enough for every start.</param>
    /// <param name="stop">Ends the call.</param>
    /// <exception cref="NotSupportedException">The store overwrites: exactly-once is not to be had on it.</exception>
    public static async Task VerifyAsync(IObjectStore store, string folder, CancellationToken stop)
    {
        string key = $"{folder}/probe";
        await store.PutIfAbsentAsync(key, ObjectContent.Of("first"u8.ToArray()), stop).ConfigureAwait(false);
        bool second = await store.PutIfAbsentAsync(key, ObjectContent.Of("second"u8.ToArray()), stop).ConfigureAwait(false);
        using RentedBytes? kept = await store.GetAsync(key, 64, stop).ConfigureAwait(false);
        if (second || kept is null || !kept.Span.SequenceEqual("first"u8))
        {
            throw new NotSupportedException(
                $"{store.Name} does not create conditionally: the second of two creations of {key} {(second ? "succeeded" : "left other bytes")}. " +
                "Exactly-once files need a store that does (a local POSIX file system, S3 with If-None-Match, GCS with ifGenerationMatch=0).");
        }
    }
}
