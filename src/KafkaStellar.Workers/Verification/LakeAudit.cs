using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;

namespace KafkaStellar.Workers.Verification;

/// <summary>
/// Proves a lake: each sink's chain of intents is whole, the intents hold each dataset's ledgers once and without a gap, files are there as declared, byte for byte, and
/// their rows are of those ledgers, each once.
/// </summary>
/// <param name="lake">The lake's folder.</param>
internal sealed class LakeAudit(string lake)
{
    private const string RestoreIntent = $"Restore the intents ({IntentLog.Root}) from a copy of the lake, or let a sink of another id make a lake anew.";

    private readonly FolderStore _store = new(lake);
    private readonly List<string> _problems = [];
    private readonly List<string> _setAside = [];
    private readonly List<DeclaredFile> _files = [];
    private readonly LakeTiling _tiling = new();
    private int _intents;
    private long _gapOffsets;

    /// <summary>Looks at everything.</summary>
    public async Task<LakeAuditResult> RunAsync(CancellationToken stop)
    {
        foreach (string sink in Sinks()) await ReadSinkAsync(sink, stop);
        foreach (IGrouping<string, DeclaredFile> twice in _files.GroupBy(file => file.File.Path).Where(group => group.Count() > 1))
            _problems.Add($"{twice.Key}: {twice.Count()} intents declare this file: {string.Join(", ", twice.Select(file => file.Owner))}. Let one sink write it: give the others a lake of their own, and move their intents out of {IntentLog.Root}.");
        _problems.AddRange(_tiling.Problems());
        FindStrays();
        var rows = new LakeRows(lake, _files, _problems);
        long count = rows.Verify(stop);
        return new LakeAuditResult(_intents, _files.Count, count, _gapOffsets, rows.Datasets, _setAside, _problems);
    }

    private IEnumerable<string> Sinks()
    {
        string root = Path.Combine(lake, IntentLog.Root);
        return Directory.Exists(root) ? Directory.GetDirectories(root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal) : [];
    }

    private async Task ReadSinkAsync(string sink, CancellationToken stop)
    {
        var log = new IntentLog(_store, sink);
        try
        {
            foreach (string name in await log.TopicsAsync(stop))
            {
                foreach (TopicIncarnation topic in await log.IncarnationsAsync(name, stop))
                {
                    foreach (int partition in await log.PartitionsAsync(topic, stop)) await ReadPartitionAsync(log, sink, topic, partition, stop);
                }
            }

            foreach ((TopicIncarnation topic, int partition) in await log.ClaimsAsync(stop))
            {
                if ((await log.ReadAsync(topic, partition, stop)).Count == 0)
                    _problems.Add($"sink {sink}, {topic.Topic}/{partition}: the lake has had intents of this partition, and they are gone, with what they declared. {RestoreIntent}");
            }
        }
        catch (IntentException broken)
        {
            _problems.Add(broken.Message);
        }
    }

    private async Task ReadPartitionAsync(IntentLog log, string sink, TopicIncarnation topic, int partition, CancellationToken stop)
    {
        long? end = null;
        foreach (Intent intent in await log.ReadAsync(topic, partition, stop))
        {
            string owner = $"sink {sink}, {topic.Topic}/{partition}, offsets {intent.Start} to {intent.End}";
            if (end is not null && intent.Start != end) _problems.Add($"{owner}: the intent before ends at {end}: offsets {Math.Min(end.Value, intent.Start)} to {Math.Max(end.Value, intent.Start) - 1} are {(intent.Start > end ? "in no intent" : "in two intents")}. {RestoreIntent}");
            if (intent.Messages + intent.GapOffsets != intent.End - intent.Start)
                _problems.Add($"{owner}: it accounts for {intent.Messages} messages and {intent.GapOffsets} offsets without rows, which are not all its offsets. {RestoreIntent}");
            if (intent.Reason == IntentLog.LostToRetention) _problems.Add($"{owner}: the topic lost these offsets before they became files, and the sink was told to go on. Bring their ledgers into a new topic, and the sink adds what is missing.");
            foreach (IntentFile file in intent.Files)
            {
                string? why = await log.WhyOtherAsync(file, stop);
                if (why is not null) _problems.Add($"{why} ({owner}) Restore it from a copy of the lake; or see that it is not there, set the sink's group back to offset {intent.Start} of {topic.Topic}/{partition}, and start the sink, which makes it again.");
                _files.Add(new DeclaredFile(file, intent, owner, IsSound: why is null));
            }

            _setAside.AddRange(intent.SetAside.Select(aside => $"{SkipList.Text(new Position(topic.Topic, partition, aside.Offset))} ({aside.Kind}, sink {sink}): {aside.Reason}"));
            _tiling.Add(topic.Topic, partition, intent, owner);
            end = intent.End;
            _intents++;
            _gapOffsets += intent.GapOffsets;
        }
    }

    // What no intent declares was put there by something else, and a reader would count it.
    private void FindStrays()
    {
        var declared = _files.Select(file => file.File.Path).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(lake, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string key = Path.GetRelativePath(lake, path);
            if (!declared.Contains(key)) _problems.Add($"{key}: no intent declares this file. Move it out of the lake: whoever reads the lake counts its rows.");
        }
    }
}
