using System.Globalization;

namespace KafkaStellar.Lake;

/// <summary>A sink's decisions for the partitions of its topics, kept beside the files: the truth about how far it is. Kafka's offsets are a hint.</summary>
/// <remarks>
/// <code>
/// open     where to read from: after the last intent whose files are all there, or at the start of one that must be done again
/// declare  put-if-absent under the start offset: of two workers, zombie or not, one wins
/// publish  each file, put-if-absent under a name that follows from its ledgers; a file that is there already has the same rows
/// ack      the consumer's offset, last of all; losing it costs nothing
/// </code>
/// Keys end in the complement of the start offset, so that the first key at or after a given one names the greatest start at or before it.
/// </remarks>
/// <param name="store">Where the lake is.</param>
/// <param name="sinkId">The sink; each has a chain of its own.</param>
public sealed class IntentLog(IObjectStore store, string sinkId)
{
    /// <summary>Where everything of sinks stands that is not a data file; readers of the lake pass over names that begin with an underscore.</summary>
    public const string Root = "_sink";

    /// <summary>Where to begin with a partition.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="committed">The offset that Kafka has for the group; null for none.</param>
    /// <param name="earliest">The first offset that the topic still has.</param>
    /// <param name="stop">Ends the call.</param>
    /// <returns>The offset, and the intent that begins there where its files are not all there yet.</returns>
    /// <exception cref="IntentException">Kafka's offset lies past everything that the lake knows, or what must be done again is gone from the topic.</exception>
    public async Task<(long Start, Intent? Unfinished)> OpenAsync(string topic, int partition, long? committed, long earliest, CancellationToken stop)
    {
        long from = committed is long hint ? Math.Max(hint, earliest) : long.MaxValue;
        Intent? intent = await AtOrBeforeAsync(topic, partition, from, stop).ConfigureAwait(false);
        if (intent is null) return (Untouched(topic, partition, committed, earliest), null);

        long start = intent.Start;
        while (intent is not null && await IsPublishedAsync(intent, stop).ConfigureAwait(false))
        {
            start = intent.End;
            intent = await AtAsync(topic, partition, start, stop).ConfigureAwait(false);
        }

        if (intent is null && committed > start)
        {
            throw new IntentException(
                $"{topic}/{partition}: the group has committed offset {committed}, but the lake {store.Name} knows of nothing past {start}. Was the lake restored from an older copy? "
                + $"Set the group's offset of this partition back to {start}, and the sink makes the missing files again.");
        }

        if (start < earliest)
        {
            throw new IntentException(
                $"{topic}/{partition}: the sink must go on at offset {start}, but the topic begins at {earliest}: offsets {start} to {earliest - 1} are gone. "
                + "Fill the topic again from its source, or give the sink another id to begin a lake anew.");
        }

        return (start, intent);
    }

    /// <summary>Declares an intent.</summary>
    /// <returns>The one that holds: this one, or another's that was there before.</returns>
    /// <exception cref="IntentException">It is too large, or what stands under its key cannot be read.</exception>
    /// <exception cref="IOException">It is not known to be there; declare it again.</exception>
    public async Task<Intent> DeclareAsync(Intent intent, CancellationToken stop)
    {
        byte[] body = IntentText.Write(intent);
        if (body.Length > IntentText.MaxBytes)
            throw new IntentException($"{KeyOf(intent.Topic, intent.Partition, intent.Start)}: an intent of {intent.Files.Count} files has {body.Length} bytes; at most {IntentText.MaxBytes} are allowed. Rotate earlier, or spread over fewer folders.");
        try
        {
            if (await store.PutIfAbsentAsync(KeyOf(intent.Topic, intent.Partition, intent.Start), ObjectContent.Of(body), stop).ConfigureAwait(false)) return intent;
        }
        catch (IOException)
        {
            // The answer is lost, not the question: what stands under the key now is what holds.
            if (await AtAsync(intent.Topic, intent.Partition, intent.Start, stop).ConfigureAwait(false) is { } holds) return holds;
            throw;
        }

        return await AtAsync(intent.Topic, intent.Partition, intent.Start, stop).ConfigureAwait(false)
            ?? throw new IntentException($"{KeyOf(intent.Topic, intent.Partition, intent.Start)}: the store says that the intent is there, and does not give it.");
    }

    /// <summary>Puts a file of a declared intent under its final name.</summary>
    /// <returns>True when this call put it there; false when it was there.</returns>
    /// <exception cref="IntentException">What is there under the name is not that file.</exception>
    /// <exception cref="IOException">It is not known to be there; publish it again.</exception>
    public async Task<bool> PublishAsync(IntentFile file, string scratch, CancellationToken stop)
    {
        ObjectContent content = ObjectContent.OfFile(scratch);
        ObjectEntry? there;
        try
        {
            if (await store.PutIfAbsentAsync(file.Path, content, stop).ConfigureAwait(false)) return true;
            there = await store.HeadAsync(file.Path, stop).ConfigureAwait(false);
        }
        catch (IOException)
        {
            there = await store.HeadAsync(file.Path, stop).ConfigureAwait(false);
            if (there is null) throw;
        }

        if (there?.Length == content.Length) return false;
        throw new IntentException(
            $"{store.Name}/{file.Path}: a file of {there?.Length} bytes stands where one of {content.Length} is to be published, with {file.Rows} rows. "
            + "Two sinks with different settings write to one lake, or the file was changed: give one of them another folder, or remove the file.");
    }

    /// <summary>The intents of a partition from the first to the last.</summary>
    public async Task<IReadOnlyList<Intent>> ReadAsync(string topic, int partition, CancellationToken stop)
    {
        var intents = new List<Intent>();
        string prefix = PrefixOf(topic, partition);
        string? after = null;
        while (true)
        {
            IReadOnlyList<ObjectEntry> page = await store.ListAsync(prefix, after, 1000, stop).ConfigureAwait(false);
            foreach (ObjectEntry entry in page)
                intents.Add(await ListedAsync(topic, partition, entry.Key, stop).ConfigureAwait(false) ?? throw new IntentException($"{entry.Key}: the intent is listed, but cannot be read."));
            if (page.Count < 1000) break;
            after = page[^1].Key;
        }

        intents.Reverse();
        return intents;
    }

    private static long Untouched(string topic, int partition, long? committed, long earliest)
    {
        if (committed is null || committed <= earliest) return earliest;
        throw new IntentException(
            $"{topic}/{partition}: the group has committed offset {committed}, but the lake has nothing of this partition. Is it the right folder? "
            + $"Where the lake is to begin anew, give the sink another id, or set the group's offset of this partition back to {earliest}.");
    }

    private async Task<bool> IsPublishedAsync(Intent intent, CancellationToken stop)
    {
        foreach (IntentFile file in intent.Files)
        {
            if (await store.HeadAsync(file.Path, stop).ConfigureAwait(false) is null) return false;
        }

        return true;
    }

    private async Task<Intent?> AtOrBeforeAsync(string topic, int partition, long offset, CancellationToken stop)
    {
        // Keys after the one that an intent at offset + 1 would have.
        string? after = offset == long.MaxValue ? null : KeyOf(topic, partition, offset + 1);
        IReadOnlyList<ObjectEntry> found = await store.ListAsync(PrefixOf(topic, partition), after, 1, stop).ConfigureAwait(false);
        return found.Count == 0 ? null : await ListedAsync(topic, partition, found[0].Key, stop).ConfigureAwait(false);
    }

    // A key that is none of ours must not be taken for the start of the chain.
    private Task<Intent?> ListedAsync(string topic, int partition, string key, CancellationToken stop)
    {
        ReadOnlySpan<char> name = Path.GetFileNameWithoutExtension(key.AsSpan());
        if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long inverted) && KeyOf(topic, partition, long.MaxValue - inverted) == key)
            return AtAsync(topic, partition, long.MaxValue - inverted, stop);
        throw new IntentException($"{store.Name}/{key}: this stands among the intents of {topic}/{partition} and is none. Move it away.");
    }

    private async Task<Intent?> AtAsync(string topic, int partition, long start, CancellationToken stop)
    {
        string key = KeyOf(topic, partition, start);
        using RentedBytes? bytes = await store.GetAsync(key, IntentText.MaxBytes, stop).ConfigureAwait(false);
        if (bytes is null) return null;
        Intent intent = IntentText.Parse($"{store.Name}/{key}", bytes.Span);
        // One that ends where it begins would lead round in a circle.
        if (intent.SinkId == sinkId && intent.Topic == topic && intent.Partition == partition && intent.Start == start && intent.End > start) return intent;
        throw new IntentException(
            $"{store.Name}/{key}: the intent is of sink {intent.SinkId}, {intent.Topic}/{intent.Partition}, offsets {intent.Start} to {intent.End}, which does not belong here. "
            + "Was it copied from elsewhere? Restore the right one from a copy of the lake.");
    }

    private string PrefixOf(string topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{sinkId}/log/{topic}/{partition:D5}/");

    private string KeyOf(string topic, int partition, long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(topic, partition)}{long.MaxValue - start:D19}.json");
}
