using System.Globalization;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>Rows that were gathered → files that are durable, by an intent: write, declare, publish. The offset is the caller's to commit, after.</summary>
internal sealed class Rotation(IntentLog intents, ParquetFiles parquet, Network network, string sinkId, FileSpec spec, string scratchFolder)
{
    /// <summary>Makes everything that was gathered durable, unless another worker has decided about it.</summary>
    /// <returns>
    /// The intent that holds, and whether it is this one's: then it is published, and its end is where the partition goes on. And whether the same one was there before:
    /// another worker's, or this one's, whose answer was lost.
    /// </returns>
    /// <exception cref="IntentException">What stands in the lake is not what it should be.</exception>
    public async Task<(Intent Holds, bool IsOurs, bool WasThere)> RunAsync(PartitionRows rows, CancellationToken stop)
    {
        FileSpec how = rows.Unfinished?.Spec ?? spec;
        List<(IntentFile File, string Scratch)> files = [];
        try
        {
            foreach ((string folder, RowsScratch gathered) in rows.Folders) Write(rows, folder, gathered, how, files);
            Intent intent = IntentOf(rows, how, [.. files.Select(file => file.File)]);
            FaultPoint.Reach("declare.before");
            // A predecessor's is declared again too: it may have died with the intent seen and not yet on the disk.
            Intent holds = await intents.DeclareAsync(rows.Unfinished ?? intent, stop).ConfigureAwait(false);
            if (!intent.DecidesAs(holds)) return rows.Unfinished is null ? (holds, false, true) : throw Unlike(intent, holds);
            foreach ((IntentFile file, string scratch) in files)
            {
                FaultPoint.Reach("publish.before");
                await intents.PublishAsync(file, scratch, stop).ConfigureAwait(false);
            }

            return (holds, true, rows.Unfinished is null && !ReferenceEquals(holds, intent));
        }
        finally
        {
            foreach ((_, string scratch) in files) File.Delete(scratch);
        }
    }

    /// <summary>Declares that nothing of some offsets goes to the lake.</summary>
    /// <returns>The intent that holds, and whether it is this one's.</returns>
    public async Task<(Intent Holds, bool IsOurs)> DeclareGapAsync(PartitionRows rows, long end, string reason, CancellationToken stop)
    {
        var gap = Intent.OfGap(sinkId, rows.Topic, rows.Partition.Partition, new OffsetRange(rows.Start, end), reason, rows.Greatest, [.. rows.SetAside]);
        Intent holds = await intents.DeclareAsync(gap, stop).ConfigureAwait(false);
        return (holds, gap.DecidesAs(holds));
    }

    private void Write(PartitionRows rows, string folder, RowsScratch gathered, FileSpec how, List<(IntentFile File, string Scratch)> files)
    {
        string PathInScratch() => Path.Combine(scratchFolder, $"{Guid.NewGuid():N}.parquet");
        foreach ((ParquetPart part, string filled, ParquetFile file) in parquet.Write(
            gathered, how.Codec, how.Scheme.Columns, values => how.Scheme.Fill(folder, values), PathInScratch, part => Identity(rows, part, how)))
            files.Add((new IntentFile(PathOf(rows, filled, part), file.Rows, file.Length, file.Sha256), file.Path));
    }

    // A file is named by what is in it: the same rows, read again, have the same name.
    private string PathOf(PartitionRows rows, string folder, ParquetPart part) => string.Create(CultureInfo.InvariantCulture,
        $"{network.Name}/{rows.Contract.Dataset}/{(folder.Length == 0 ? "" : folder + "/")}{rows.Contract.Dataset}-{rows.Partition.Partition:D5}-{part.Least:D10}-{part.Greatest:D10}.parquet");

    // What a file says of itself depends on its rows alone, not on the offsets they came from: those are in the intent.
    private Dictionary<string, string> Identity(PartitionRows rows, ParquetPart part, FileSpec how) => new(StringComparer.Ordinal)
    {
        ["kafkastellar.dataset"] = rows.Contract.Dataset,
        ["kafkastellar.schema-version"] = rows.SchemaVersion,
        ["kafkastellar.network"] = network.Name,
        ["kafkastellar.ledger-range"] = $"{part.Least}-{part.Greatest}",
        ["kafkastellar.rows"] = $"{part.Rows}",
        ["kafkastellar.code"] = how.Writer,
    };

    private Intent IntentOf(PartitionRows rows, FileSpec how, IReadOnlyList<IntentFile> files) => new()
    {
        SinkId = sinkId,
        Topic = rows.Topic.Topic,
        TopicId = rows.Topic.Id,
        Partition = rows.Partition.Partition,
        Start = rows.Start,
        End = rows.End,
        FirstLedger = rows.LedgerRanges.Count == 0 ? 0 : rows.LedgerRanges[0].First,
        LastLedger = rows.LedgerRanges.Count == 0 ? 0 : rows.LedgerRanges.Max(range => range.Last),
        Ledgers = rows.LedgerRanges,
        Greatest = rows.Greatest,
        SetAside = [.. rows.SetAside],
        Messages = rows.Messages,
        GapOffsets = rows.GapOffsets,
        Gaps = [.. rows.Gaps],
        Spec = how,
        Files = files,
    };

    private static IntentException Unlike(Intent intent, Intent holds) => new(
        $"{intent.Topic}/{intent.Partition}: offsets {holds.Start} to {holds.End - 1} are declared as {Text(holds)}, but made again from offsets {intent.Start} to {intent.End - 1} they are {Text(intent)}. "
        + (holds.Spec?.Writer == CodeVersion.Text
            ? "The topic or the lake was changed: restore it from a copy, or begin another lake (--lake)."
            : $"They were declared by {holds.Spec?.Writer}; this is {CodeVersion.Text}, which writes other bytes: let the former program finish them (sink --to-end), then go on with this one."));

    private static string Text(Intent intent) =>
        string.Join(", ", intent.Files.Select(file => $"{file.Path} ({file.Rows} rows, {file.Bytes} bytes, SHA-256 {file.Sha256[..8]}…)"));
}
