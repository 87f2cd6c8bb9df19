using System.Globalization;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>Rows that were gathered → files that are durable, by an intent: write, declare, publish. The offset is the caller's to commit, after.</summary>
internal sealed class Rotation(IntentLog intents, ParquetFiles parquet, Network network, string sinkId, FileSpec spec, string scratchFolder)
{
    /// <summary>Makes everything that was gathered durable.</summary>
    /// <returns>The intent that holds; its end is where the partition goes on.</returns>
    /// <exception cref="IntentException">Another worker has decided differently, or what stands in the lake is not what it should be.</exception>
    public async Task<Intent> RunAsync(PartitionRows rows, CancellationToken stop)
    {
        FileSpec how = rows.Unfinished?.Spec ?? spec;
        List<(IntentFile File, string Scratch)> files = [];
        try
        {
            foreach ((string folder, RowsScratch gathered) in rows.Folders) files.Add(Write(rows, folder, gathered, how));
            Intent intent = IntentOf(rows, how, [.. files.Select(file => file.File)]);
            Intent holds = rows.Unfinished ?? await intents.DeclareAsync(intent, stop).ConfigureAwait(false);
            Verify(intent, holds);
            foreach ((IntentFile file, string scratch) in files) await intents.PublishAsync(file, scratch, stop).ConfigureAwait(false);
            return holds;
        }
        finally
        {
            foreach ((_, string scratch) in files) File.Delete(scratch);
        }
    }

    private (IntentFile File, string Scratch) Write(PartitionRows rows, string folder, RowsScratch gathered, FileSpec how)
    {
        string scratch = Path.Combine(scratchFolder, $"{Guid.NewGuid():N}.parquet");
        ParquetFile file = parquet.Write(scratch, gathered, how.Codec, Identity(rows, gathered, how));
        return (new IntentFile(PathOf(rows, folder, gathered), file.Rows, file.Length, file.Sha256), scratch);
    }

    // A file is named by what is in it: the same rows, read again, have the same name.
    private string PathOf(PartitionRows rows, string folder, RowsScratch gathered) => string.Create(CultureInfo.InvariantCulture,
        $"{network.Name}/{rows.Contract.Dataset}/{(folder.Length == 0 ? "" : folder + "/")}{rows.Contract.Dataset}-{rows.Partition.Partition:D5}-{gathered.FirstLedger:D10}-{gathered.LastLedger:D10}.parquet");

    // What a file says of itself depends on its rows alone, not on the offsets they came from: those are in the intent.
    private Dictionary<string, string> Identity(PartitionRows rows, RowsScratch gathered, FileSpec how) => new(StringComparer.Ordinal)
    {
        ["kafkastellar.dataset"] = rows.Contract.Dataset,
        ["kafkastellar.schema-version"] = rows.Contract.Version.ToString(),
        ["kafkastellar.network"] = network.Name,
        ["kafkastellar.ledger-range"] = $"{gathered.FirstLedger}-{gathered.LastLedger}",
        ["kafkastellar.rows"] = $"{gathered.Rows}",
        ["kafkastellar.code"] = how.Writer,
    };

    private Intent IntentOf(PartitionRows rows, FileSpec how, IReadOnlyList<IntentFile> files) => new()
    {
        SinkId = sinkId,
        Topic = rows.Partition.Topic,
        Partition = rows.Partition.Partition,
        Start = rows.Start,
        End = rows.End,
        FirstLedger = rows.FirstLedger,
        LastLedger = rows.LastLedger,
        Messages = rows.Messages,
        Spec = how,
        Files = files,
    };

    // Of an unfinished intent the names and rows must be met; the bytes too, where the same program writes them.
    private static void Verify(Intent intent, Intent holds)
    {
        bool same = intent.End == holds.End && intent.Files.Count == holds.Files.Count
            && intent.Files.Zip(holds.Files).All(pair => pair.First.Path == pair.Second.Path && pair.First.Rows == pair.Second.Rows)
            && (intent.DecidesAs(holds) || holds.Spec.Writer != CodeVersion.Text);
        if (same) return;
        throw new IntentException(
            $"{intent.Topic}/{intent.Partition}: offsets {holds.Start} to {holds.End - 1} are declared as {string.Join(", ", holds.Files.Select(file => $"{file.Path} ({file.Rows} rows)"))}; "
            + $"this worker has {string.Join(", ", intent.Files.Select(file => $"{file.Path} ({file.Rows} rows)"))} from offsets {intent.Start} to {intent.End - 1}. "
            + "Another worker was faster; nothing was published by this one. Start it again: it goes on after the other.");
    }
}
