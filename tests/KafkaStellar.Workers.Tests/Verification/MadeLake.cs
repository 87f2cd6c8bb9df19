using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests.Verification;

/// <summary>A lake as a sink writes it, from messages of <see cref="SinkMessages"/>: an intent for each run of messages, a file for each of its hours.</summary>
internal static class MadeLake
{
    public static readonly TopicIncarnation Topic = new(SinkMessages.Partition.Topic, new string('0', 32));

    /// <summary>Writes messages, <paramref name="messagesPerIntent"/> at a time.</summary>
    /// <returns>The lake's folder.</returns>
    public static async Task<string> WriteAsync(TemporaryFolder folder, IEnumerable<TopicMessage> messages, int messagesPerIntent = 2, TopicIncarnation? topic = null)
    {
        string lake = folder.PathOf("lake"), scratch = folder.PathOf("scratch");
        Directory.CreateDirectory(scratch);
        var log = new IntentLog(new FolderStore(lake), "lake");
        var spec = new FileSpec(PartitionScheme.Hour, "zstd:3", CodeVersion.Text);
        using var parquet = new ParquetFiles(scratch);
        var rotation = new Rotation(log, parquet, Simulated.Network, "lake", spec, scratch);
        foreach (TopicMessage[] some in messages.Chunk(messagesPerIntent))
        {
            (long start, Intent? unfinished) = await log.OpenAsync(topic ?? Topic, SinkMessages.Partition.Partition, null, earliest: 0);
            using var rows = new PartitionRows(SinkMessages.Contract, SinkMessages.Partition, new PartitionStart(topic ?? Topic, start, unfinished, LedgerSet.Empty, HeldLedgers.None), scratch, TimeProvider.System);
            foreach (TopicMessage message in some) rows.Append(message, Simulated.Network.Name, spec.Scheme);
            await rotation.RunAsync(rows, default);
        }

        return lake;
    }
}
