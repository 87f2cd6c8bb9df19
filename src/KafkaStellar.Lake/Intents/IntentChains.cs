using System.Globalization;

namespace KafkaStellar.Lake;

/// <summary>Reads the intents of a sink: one, the last at or before an offset, a partition's whole chain.</summary>
internal sealed class IntentChains(IObjectStore store, string sinkId)
{
    private const int PageKeys = 1000;
    private const int IdDigits = 32;

    private readonly IntentKeys _keys = new(sinkId);

    public async Task<Intent?> AtAsync(TopicIncarnation topic, int partition, long start, CancellationToken stop)
    {
        string key = _keys.Of(topic, partition, start);
        using RentedBytes? bytes = await store.GetAsync(key, IntentText.MaxBytes, stop).ConfigureAwait(false);
        if (bytes is null) return null;
        Intent intent = IntentText.Parse($"{store.Name}/{key}", bytes.Span);
        // One that ends where it begins would lead round in a circle.
        if (intent.SinkId == sinkId && intent.Topic == topic.Topic && intent.TopicId == topic.Id && intent.Partition == partition && intent.Start == start && intent.End > start)
            return intent;
        throw new IntentException(
            $"{store.Name}/{key}: the intent is of sink {intent.SinkId}, {intent.Topic}/{intent.Partition}, offsets {intent.Start} to {intent.End}, which does not belong here. "
            + "Was it copied from elsewhere? Restore the right one from a copy of the lake.");
    }

    /// <summary>The intent with the greatest start at or before an offset; null where there is none.</summary>
    public async Task<Intent?> AtOrBeforeAsync(TopicIncarnation topic, int partition, long offset, CancellationToken stop)
    {
        // Keys after the one that an intent at offset + 1 would have.
        string? after = offset == long.MaxValue ? null : _keys.Of(topic, partition, offset + 1);
        IReadOnlyList<ObjectEntry> found = await store.ListAsync(_keys.Prefix(topic, partition), after, 1, stop).ConfigureAwait(false);
        return found.Count == 0 ? null : await ListedAsync(topic, partition, found[0].Key, stop).ConfigureAwait(false);
    }

    /// <summary>The sinks other than this that have intents of a topic.</summary>
    public async Task<IReadOnlyList<string>> OthersAsync(string topic, CancellationToken stop)
    {
        var others = new List<string>();
        string? after = null;
        while (true)
        {
            IReadOnlyList<ObjectEntry> found = await store.ListAsync($"{IntentLog.Root}/", after, 1, stop).ConfigureAwait(false);
            if (found.Count == 0) return others;
            string key = found[0].Key, name = key[(IntentLog.Root.Length + 1)..];
            int slash = name.IndexOf('/', StringComparison.Ordinal);
            after = slash < 0 ? key : $"{IntentLog.Root}/{name[..slash]}0"; // '0' comes after '/': past everything in the folder
            if (slash < 0 || name[..slash] == sinkId) continue;
            string other = name[..slash];
            if ((await store.ListAsync(new IntentKeys(other).Prefix(topic), null, 1, stop).ConfigureAwait(false)).Count > 0) others.Add(other);
        }
    }

    /// <summary>The intents of a partition from the first to the last.</summary>
    public async Task<IReadOnlyList<Intent>> ReadAsync(TopicIncarnation topic, int partition, CancellationToken stop)
    {
        var intents = new List<Intent>();
        string? after = null;
        while (true)
        {
            IReadOnlyList<ObjectEntry> page = await store.ListAsync(_keys.Prefix(topic, partition), after, PageKeys, stop).ConfigureAwait(false);
            foreach (ObjectEntry entry in page)
            {
                intents.Add(await ListedAsync(topic, partition, entry.Key, stop).ConfigureAwait(false)
                    ?? throw new IntentException($"{store.Name}/{entry.Key}: the intent is listed, but cannot be read. Look whether something removes it, and try again."));
            }

            if (page.Count < PageKeys) break;
            after = page[^1].Key;
        }

        intents.Reverse();
        return intents;
    }

    /// <summary>The topics of a name that have intents.</summary>
    public async Task<IReadOnlyList<TopicIncarnation>> IncarnationsAsync(string topic, CancellationToken stop)
    {
        var topics = new List<TopicIncarnation>();
        foreach (string id in await NamesAsync(_keys.Prefix(topic), stop).ConfigureAwait(false))
        {
            if (id.Length != IdDigits || !id.All(char.IsAsciiHexDigitLower))
                throw new IntentException($"{store.Name}/{_keys.Prefix(topic)}{id}: this is no topic's id: an older program wrote this lake, or it was put there by hand. Give the sink another lake (--lake).");
            topics.Add(new TopicIncarnation(topic, id));
        }

        return topics;
    }

    /// <summary>The folders right under a prefix.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken stop)
    {
        var names = new List<string>();
        string? after = null;
        while (true)
        {
            IReadOnlyList<ObjectEntry> found = await store.ListAsync(prefix, after, 1, stop).ConfigureAwait(false);
            if (found.Count == 0) return names;
            string name = found[0].Key[prefix.Length..];
            int slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) throw new IntentException($"{store.Name}/{found[0].Key}: this stands among the intents and is none. Move it away.");
            names.Add(name[..slash]);
            after = $"{prefix}{name[..slash]}0"; // '0' comes after '/': past everything in the folder
        }
    }

    /// <summary>The partitions of a topic that have intents.</summary>
    public async Task<IReadOnlyList<int>> PartitionsAsync(TopicIncarnation topic, CancellationToken stop)
    {
        var partitions = new List<int>();
        foreach (string name in await NamesAsync(_keys.Prefix(topic), stop).ConfigureAwait(false))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int partition) || _keys.Prefix(topic, partition) != $"{_keys.Prefix(topic)}{name}/")
                throw new IntentException($"{store.Name}/{_keys.Prefix(topic)}{name}: this stands among the partitions of {topic.Topic} and is none. Move it away.");
            partitions.Add(partition);
        }

        return partitions;
    }

    // A key that is none of ours must not be taken for the start of the chain.
    private Task<Intent?> ListedAsync(TopicIncarnation topic, int partition, string key, CancellationToken stop) =>
        _keys.StartOf(topic, partition, key) is { } start
            ? AtAsync(topic, partition, start, stop)
            : throw new IntentException($"{store.Name}/{key}: this stands among the intents of {topic.Topic}/{partition} and is none. Move it away.");
}
