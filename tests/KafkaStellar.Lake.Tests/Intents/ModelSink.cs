using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>A sink worker without Kafka and Parquet: it opens the log, gathers, declares, publishes and commits, as the real one does.</summary>
/// <param name="store">Its way to the lake.</param>
/// <param name="kafka">The partition.</param>
/// <param name="scratch">Where files are made.</param>
/// <param name="pace">How many offsets the next file takes: what rotation by size or age amounts to.</param>
/// <param name="beforeCommit">Called before each commit; gives its fault.</param>
internal sealed class ModelSink(IObjectStore store, ModelKafka kafka, TemporaryFolder scratch, Func<int> pace, Func<Task<Fault>>? beforeCommit = null)
{
    internal const string SinkId = "lake";

    private const uint LedgersADay = 5;

    /// <summary>Works to the end of the topic, starting again after what a real worker starts again after.</summary>
    internal async Task RunAsync()
    {
        for (bool isDone = false; !isDone;)
        {
            try
            {
                isDone = await LiveAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                // the store was busy: the process ends and is started again
            }
        }
    }

    /// <summary>The offset's row.</summary>
    internal static string Row(long offset) => string.Create(CultureInfo.InvariantCulture, $"ledger {1000 + offset}\n");

    /// <summary>Makes the files and the intent of some offsets.</summary>
    internal static (Intent Intent, IReadOnlyList<string> Paths) Make(TemporaryFolder scratch, long start, long end)
    {
        var files = new List<IntentFile>();
        var paths = new List<string>();
        foreach (IGrouping<uint, long> day in Enumerable.Range((int)start, (int)(end - start)).Select(offset => (long)offset).GroupBy(offset => (uint)offset / LedgersADay))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(day.Select(Row)));
            string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            files.Add(new IntentFile($"pubnet/samples/day={day.Key:D2}/samples-00000-{1000 + day.Min():D10}-{1000 + day.Max():D10}.parquet", day.Count(), bytes.Length, sha256));
            paths.Add(scratch.PathOf(sha256));
            if (!File.Exists(paths[^1])) File.WriteAllBytes(paths[^1], bytes);
        }

        var intent = new Intent
        {
            SinkId = SinkId,
            Topic = ModelKafka.Topic,
            TopicId = ModelKafka.Incarnation.Id,
            Partition = 0,
            Start = start,
            End = end,
            FirstLedger = 1000 + (uint)start,
            LastLedger = 1000 + (uint)end - 1,
            Ledgers = [new LedgerRange(1000 + (uint)start, 1000 + (uint)end - 1)],
            Greatest = 1000 + (uint)end - 1,
            Messages = (int)(end - start),
            Spec = new FileSpec(PartitionScheme.Date, "zstd:3", "test 1"),
            Files = files,
        };
        return (intent, paths);
    }

    private async Task<bool> LiveAsync()
    {
        var log = new IntentLog(store, SinkId);
        int generation = kafka.Assign();
        (long start, Intent? unfinished) = await log.OpenAsync(ModelKafka.Incarnation, 0, kafka.Committed, 0).ConfigureAwait(false);
        if (unfinished is null && start > (kafka.Committed ?? 0)) await CommitAsync(generation, start).ConfigureAwait(false); // a predecessor published and could not say so
        while (start < kafka.End)
        {
            long end = unfinished?.End ?? Math.Min(start + pace(), kafka.End);
            (Intent intent, IReadOnlyList<string> paths) = Make(scratch, start, end);
            Intent holds = await log.DeclareAsync(unfinished ?? intent, default).ConfigureAwait(false);
            if (!intent.DecidesAs(holds)) return false; // another was faster: go on after it
            for (int i = 0; i < paths.Count; i++) await log.PublishAsync(holds.Files[i], paths[i], default).ConfigureAwait(false);
            await CommitAsync(generation, holds.End).ConfigureAwait(false);
            (start, unfinished) = (holds.End, null);
        }

        return true;
    }

    private async Task CommitAsync(int generation, long offset)
    {
        Fault fault = beforeCommit is null ? Fault.None : await beforeCommit().ConfigureAwait(false);
        if (fault == Fault.KilledBefore) throw new KilledException();
        kafka.Commit(generation, offset);
        if (fault == Fault.KilledAfter) throw new KilledException();
    }
}
