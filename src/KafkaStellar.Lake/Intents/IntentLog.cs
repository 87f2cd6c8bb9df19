using System.Globalization;
using System.Text;

namespace KafkaStellar.Lake;

/// <summary>A sink's decisions for the partitions of its topics, kept beside the files: the truth about how far it is. Kafka's offsets are a hint.</summary>
/// <remarks>
/// <code>
/// open     where to read from: after the last intent whose files are all there, or at the start of one that must be done again
/// declare  put-if-absent under the start offset: of two workers, zombie or not, one wins
/// publish  each file, put-if-absent under a name that follows from its ledgers; a file that is there already has the same bytes
/// ack      the consumer's offset, last of all; losing it costs nothing
/// </code>
/// </remarks>
/// <param name="store">Where the lake is.</param>
/// <param name="sinkId">The sink; each has a chain of its own.</param>
public sealed class IntentLog(IObjectStore store, string sinkId)
{
    /// <summary>Where everything of sinks stands that is not a data file; readers of the lake pass over names that begin with an underscore.</summary>
    public const string Root = "_sink";

    /// <summary>Why a gap was declared: retention deleted the offsets before they became files.</summary>
    public const string LostToRetention = "retention";

    private const int MaxPage = 1000;
    private const int MaxIdBytes = 64;

    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly IntentKeys _keys = new(sinkId);
    private readonly IntentChains _chains = new(store, sinkId);

    /// <summary>Where to begin with a partition.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="committed">The offset that Kafka has for the group; null for none.</param>
    /// <param name="earliest">The first offset that the topic still has.</param>
    /// <param name="onGap">What to do where the topic begins after the offset to go on at.</param>
    /// <param name="stop">Ends the call.</param>
    /// <returns>The offset, and the intent that begins there where its files are not all there yet.</returns>
    /// <exception cref="IntentException">Kafka's offset lies past everything that the lake knows, a file was changed, or what must be done again is gone from the topic.</exception>
    public async Task<(long Start, Intent? Unfinished)> OpenAsync(
        TopicIncarnation topic, int partition, long? committed, long earliest, GapPolicy onGap = GapPolicy.Halt, CancellationToken stop = default)
    {
        long from = committed is long hint ? Math.Max(hint, earliest) : long.MaxValue;
        Intent? intent = await _chains.AtOrBeforeAsync(topic, partition, from, stop).ConfigureAwait(false);
        if (intent is null) return await UntouchedAsync(topic, partition, committed, earliest, onGap, stop).ConfigureAwait(false);

        // Align: an offset that an operator set into the middle of an intent means the whole of it.
        long start = intent.Start;
        while (intent is not null && await IsPublishedAsync(intent, stop).ConfigureAwait(false))
        {
            start = intent.End;
            intent = await _chains.AtAsync(topic, partition, start, stop).ConfigureAwait(false);
        }

        if (intent is null && committed > start)
        {
            throw new IntentException(
                $"{topic.Topic}/{partition}: the group has committed offset {committed}, but the lake {store.Name} knows of nothing past {start}. Was the lake restored from an older copy? "
                + $"Set the group's offset of this partition back to {start}, and the sink makes the missing files again.");
        }

        if (start >= earliest) return (start, intent);
        if (intent is null && onGap == GapPolicy.Continue)
        {
            uint greatest = await GreatestAsync(topic, partition, start, stop).ConfigureAwait(false);
            Intent gap = Intent.OfGap(sinkId, topic, partition, new OffsetRange(start, earliest), LostToRetention, greatest);
            Intent holds = await DeclareAsync(gap, stop).ConfigureAwait(false);
            return holds.DecidesAs(gap) ? (earliest, null) : await OpenAsync(topic, partition, committed, earliest, onGap, stop).ConfigureAwait(false);
        }

        throw new IntentException(
            $"{topic.Topic}/{partition}: the sink must go on at offset {start}, but the topic begins at {earliest}: offsets {start} to {earliest - 1} are gone"
            + (intent is null ? ". " : $", and {string.Join(", ", intent.Files.Select(file => file.Path))} cannot be made from what is left. ")
            + "Fill the topic again from its source, begin another lake (--lake), or let the sink leave them out (--on-gap continue).");
    }

    /// <summary>Refuses a topic that is another sink's in this lake: its rows would be there twice. A sink that has intents of the topic already goes on.</summary>
    /// <exception cref="IntentException">It is another's.</exception>
    public async Task OwnAsync(string topic, CancellationToken stop)
    {
        if ((await store.ListAsync(_keys.Prefix(topic), null, 1, stop).ConfigureAwait(false)).Count > 0) return;
        if (await _chains.OthersAsync(topic, stop).ConfigureAwait(false) is [string other, ..]) throw OfAnother(topic, other);
        // Of two that begin at the same time, one is the first.
        string key = IntentKeys.Owner(topic);
        if (await store.PutIfAbsentAsync(key, ObjectContent.Of(Encoding.UTF8.GetBytes(sinkId)), stop).ConfigureAwait(false)) return;
        using RentedBytes? owner = await store.GetAsync(key, MaxIdBytes, stop).ConfigureAwait(false);
        string first = owner is null ? sinkId : Encoding.UTF8.GetString(owner.Span);
        if (first != sinkId) throw OfAnother(topic, first);
    }

    /// <summary>The greatest ledger of a partition that intents before an offset hold; 0 where there is none.</summary>
    public async Task<uint> GreatestAsync(TopicIncarnation topic, int partition, long before, CancellationToken stop)
    {
        Intent? last = before == 0 ? null : await _chains.AtOrBeforeAsync(topic, partition, before - 1, stop).ConfigureAwait(false);
        if (last is null) return 0;
        if (last.Version > Intent.OldestVersion) return last.Greatest;
        IReadOnlyList<LedgerRange> held = (await LedgersAsync(topic, partition, before, stop).ConfigureAwait(false)).Ranges;
        return held.Count == 0 ? 0 : held[^1].Last;
    }

    /// <summary>The ledgers of a partition that intents before an offset hold. It reads all of them.</summary>
    public async Task<LedgerSet> LedgersAsync(TopicIncarnation topic, int partition, long before, CancellationToken stop) =>
        new((await ReadAsync(topic, partition, stop).ConfigureAwait(false)).Where(intent => intent.Start < before).SelectMany(intent => intent.Held));

    /// <summary>The partitions that have had intents, by what sinks of newer versions leave beside them.</summary>
    public async Task<IReadOnlyList<(TopicIncarnation Topic, int Partition)>> ClaimsAsync(CancellationToken stop)
    {
        var claims = new List<(TopicIncarnation, int)>();
        string? after = null;
        while (true)
        {
            IReadOnlyList<ObjectEntry> page = await store.ListAsync(_keys.Claims(), after, MaxPage, stop).ConfigureAwait(false);
            foreach (ObjectEntry entry in page)
            {
                if (entry.Key[_keys.Claims().Length..].Split('/') is [string topic, string id, string number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int partition))
                    claims.Add((new TopicIncarnation(topic, id), partition));
            }

            if (page.Count < MaxPage) return claims;
            after = page[^1].Key;
        }
    }

    /// <summary>Declares an intent.</summary>
    /// <returns>The one that holds: this one, or another's that was there before.</returns>
    /// <exception cref="IntentException">It is too large, or what stands under its key cannot be read.</exception>
    /// <exception cref="IOException">It is not known to be there; declare it again.</exception>
    public async Task<Intent> DeclareAsync(Intent intent, CancellationToken stop)
    {
        Intent holds = await PutAsync(intent, stop).ConfigureAwait(false);
        await ClaimAsync(new TopicIncarnation(intent.Topic, intent.TopicId), intent.Partition, stop).ConfigureAwait(false);
        return holds;
    }

    // After the intent, so that whoever finds this and no intent knows that there was one.
    private async Task ClaimAsync(TopicIncarnation topic, int partition, CancellationToken stop)
    {
        string key = _keys.Claim(topic, partition);
        if (_claimed.Contains(key)) return;
        await store.PutIfAbsentAsync(key, ObjectContent.Of("1\n"u8.ToArray()), stop).ConfigureAwait(false);
        _claimed.Add(key);
    }

    private async Task<Intent> PutAsync(Intent intent, CancellationToken stop)
    {
        var topic = new TopicIncarnation(intent.Topic, intent.TopicId);
        string key = _keys.Of(topic, intent.Partition, intent.Start);
        byte[] body = IntentText.Write(intent);
        if (body.Length > IntentText.MaxBytes)
            throw new IntentException($"{key}: an intent of {intent.Files.Count} files has {body.Length} bytes; at most {IntentText.MaxBytes} are allowed. Rotate earlier, or spread over fewer folders.");
        try
        {
            if (await store.PutIfAbsentAsync(key, ObjectContent.Of(body), stop).ConfigureAwait(false)) return intent;
        }
        catch (IOException)
        {
            // The answer is lost, not the question: what stands under the key now is what holds, as soon as it is durable, which a second put makes certain.
            if (await _chains.AtAsync(topic, intent.Partition, intent.Start, stop).ConfigureAwait(false) is not { } holds) throw;
            await store.PutIfAbsentAsync(key, ObjectContent.Of(body), stop).ConfigureAwait(false);
            return holds;
        }

        return await _chains.AtAsync(topic, intent.Partition, intent.Start, stop).ConfigureAwait(false)
            ?? throw new IntentException($"{key}: the store says that the intent is there, and does not give it.");
    }

    /// <summary>Puts a file of a declared intent under its final name.</summary>
    /// <returns>True when this call put it there; false when it was there.</returns>
    /// <exception cref="IntentException">What is there under the name is not that file.</exception>
    /// <exception cref="IOException">It is not known to be there; publish it again.</exception>
    public async Task<bool> PublishAsync(IntentFile file, string scratch, CancellationToken stop)
    {
        try
        {
            if (await store.PutIfAbsentAsync(file.Path, ObjectContent.OfFile(scratch), stop).ConfigureAwait(false)) return true;
        }
        catch (IOException)
        {
            if (await store.HeadAsync(file.Path, stop).ConfigureAwait(false) is null) throw;
        }

        if (await WhyOtherAsync(file, stop).ConfigureAwait(false) is not { } why) return false;
        throw new IntentException($"{why} Two sinks with different settings write to one lake, or the file was changed: give one of them another folder, or remove the file.");
    }

    /// <summary>The intents of a partition from the first to the last.</summary>
    public Task<IReadOnlyList<Intent>> ReadAsync(TopicIncarnation topic, int partition, CancellationToken stop) => _chains.ReadAsync(topic, partition, stop);

    /// <summary>The partitions of a topic that have intents here.</summary>
    public Task<IReadOnlyList<int>> PartitionsAsync(TopicIncarnation topic, CancellationToken stop) => _chains.PartitionsAsync(topic, stop);

    /// <summary>The topics of a name that have intents here, in no order of time.</summary>
    public Task<IReadOnlyList<TopicIncarnation>> IncarnationsAsync(string topic, CancellationToken stop) => _chains.IncarnationsAsync(topic, stop);

    /// <summary>The names of all topics that have intents here.</summary>
    public Task<IReadOnlyList<string>> TopicsAsync(CancellationToken stop) => _chains.NamesAsync(_keys.Prefix(), stop);

    /// <summary>The ledgers of a partition that are in the lake from former topics of the same name: a topic that is filled again must not double them.</summary>
    /// <exception cref="IntentException">A former topic's files are not all there, and cannot be made from it any more.</exception>
    public async Task<LedgerSet> FormerLedgersAsync(TopicIncarnation topic, int partition, CancellationToken stop)
    {
        var ledgers = new List<LedgerRange>();
        foreach (TopicIncarnation former in await IncarnationsAsync(topic.Topic, stop).ConfigureAwait(false))
        {
            if (former == topic) continue;
            foreach (Intent intent in await ReadAsync(former, partition, stop).ConfigureAwait(false))
            {
                if (intent.Kind == IntentKind.Gap || await IsLostAsync(intent, stop).ConfigureAwait(false)) continue;
                ledgers.AddRange(intent.Held);
            }
        }

        return new LedgerSet(ledgers);
    }

    /// <summary>Compares a file of the lake with what its intent says: length and SHA-256.</summary>
    /// <returns>A sentence where it is another; null where all is well.</returns>
    public async Task<string?> WhyOtherAsync(IntentFile file, CancellationToken stop)
    {
        ObjectEntry? there = await store.HeadAsync(file.Path, stop).ConfigureAwait(false);
        if (there is null) return $"{store.Name}/{file.Path}: the file is not there; its intent says that it has {file.Rows} rows and {file.Bytes} bytes.";
        if (there.Value.Length != file.Bytes) return $"{store.Name}/{file.Path}: the file has {there.Value.Length} bytes; its intent says {file.Bytes}, with {file.Rows} rows.";
        string? sha256 = await store.Sha256Async(file.Path, stop).ConfigureAwait(false);
        return sha256 == file.Sha256 ? null : $"{store.Name}/{file.Path}: the file has the SHA-256 {sha256 ?? "of nothing"}; its intent says {file.Sha256}.";
    }

    private async Task<(long Start, Intent? Unfinished)> UntouchedAsync(
        TopicIncarnation topic, int partition, long? committed, long earliest, GapPolicy onGap, CancellationToken stop)
    {
        if (committed is not null && committed > earliest && !(await IncarnationsAsync(topic.Topic, stop).ConfigureAwait(false)).Any(former => former != topic))
        {
            // Else what the group has committed may be of a topic of this name that is no more.
            throw new IntentException(
                $"{topic.Topic}/{partition}: the group has committed offset {committed}, but the lake has nothing of this partition. Is it the right folder? "
                + $"Where the lake is to begin anew, set the group's offset of this partition back to {earliest}.");
        }

        if (earliest == 0) return (0, null);
        if (onGap == GapPolicy.Continue)
        {
            await DeclareAsync(Intent.OfGap(sinkId, topic, partition, new OffsetRange(0, earliest), LostToRetention), stop).ConfigureAwait(false);
            return await OpenAsync(topic, partition, committed, earliest, onGap, stop).ConfigureAwait(false);
        }

        throw new IntentException(
            $"{topic.Topic}/{partition}: the lake has nothing of this partition, and the topic begins at offset {earliest}: offsets 0 to {earliest - 1} are gone before they became files. "
            + "Fill the topic again from its source, or let the sink leave them out (--on-gap continue).");
    }

    private IntentException OfAnother(string topic, string first) => new(
        $"{topic} is in the lake {store.Name} already, by the sink {first}: a second one, {sinkId}, would put each row there twice. Go on as the first (--id {first}), or name another lake (--lake)."
        + $" Where the first never wrote anything, remove {IntentKeys.Owner(topic)}.");

    // A file that is missing is made again; one that is another is nothing that a sink may decide about.
    private async Task<bool> IsPublishedAsync(Intent intent, CancellationToken stop)
    {
        foreach (IntentFile file in intent.Files)
        {
            if (await store.HeadAsync(file.Path, stop).ConfigureAwait(false) is null) return false;
            if (await WhyOtherAsync(file, stop).ConfigureAwait(false) is { } why)
                throw new IntentException($"{why} It was changed after it was published. Restore it from a copy of the lake, or remove it, and the sink makes it again.");
        }

        return true;
    }

    private async Task<bool> IsLostAsync(Intent intent, CancellationToken stop)
    {
        int missing = 0;
        foreach (IntentFile file in intent.Files)
        {
            if (await store.HeadAsync(file.Path, stop).ConfigureAwait(false) is null) missing++;
        }

        if (missing == 0 || missing == intent.Files.Count) return missing > 0;
        throw new IntentException(
            $"{intent.Topic}/{intent.Partition}: the topic was made anew, and of the {intent.Files.Count} files of ledgers {intent.FirstLedger} to {intent.LastLedger} that its former self gave, {missing} are missing. "
            + $"Restore them, or remove the others, and the ledgers are taken from the new topic: {string.Join(", ", intent.Files.Select(file => file.Path))}.");
    }
}
