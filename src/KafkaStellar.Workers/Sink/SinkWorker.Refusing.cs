using KafkaStellar.Lake;
using KafkaStellar.Topics;
using Microsoft.Extensions.Logging;

namespace KafkaStellar.Workers.Sink;

// Records that are not for the lake: what is none of ours is set aside, what cannot be read ends the sink, but not before what stands before it is in the lake.
internal sealed partial class SinkWorker
{
    private void VerifySkips(IReadOnlyCollection<string> topics)
    {
        if (_skips.FirstOrDefault(skip => !topics.Contains(skip.Topic)) is { Topic: not null } stray)
            throw new TopicsException($"{SkipList.Option} {SkipList.Text(stray)}: this sink reads {string.Join(", ", topics)}. Name a message of one of them.");
    }

    private static bool IsPart(TopicMessage message) => ForeignRecord.Why(message) is null && message.Identity().Part is not null;

    // Says what was set aside.
    private void SetMessageAside(PartitionRows rows, Action append)
    {
        int before = rows.SetAside.Count;
        append();
        foreach (SetAsideMessage aside in rows.SetAside.Skip(before)) log.MessageSetAside(SkipList.Text(rows.Partition.At(aside.Offset)), aside.Kind, aside.Reason);
    }

    // An intent has no room for more of what was set aside.
    private void Declare(PartitionRows rows, Road road)
    {
        if (!rows.IsIntentFull || !rows.EndsLedger || rows.Unfinished is not null) return;
        if (rows.Messages > 0) Rotate(rows, road);
        else DeclareGap(rows, road);
    }

    /// <exception cref="BadMessageException">What stands before is in the lake.</exception>
    private void Refuse(PartitionRows rows, BadMessageException bad, Road road)
    {
        if (!rows.EndsLedger && rows.FirstSeen < rows.LedgerBegins)
        {
            // Part of a ledger waits with whole ones: those are read once more, without it.
            _refused[rows.Partition] = new Refused(rows.LedgerBegins, bad);
            road.Reader.ReadAgain(rows.Partition.At(rows.FirstSeen!.Value));
            _partitions[rows.Partition] = new PartitionRows(rows.Contract, rows.Partition, new PartitionStart(rows.Topic, rows.Start, null, rows.Former, rows.Held), road.Scratch, time);
            rows.Dispose();
            return;
        }

        if (rows.Messages > 0 && rows.EndsLedger) Rotate(rows, road);
        PublishWaiting(road);
        throw new BadMessageException(bad.Position,
            $"{bad.Reason} What stands before it is in the lake. Where it is to be left out, and its ledgers with it, start the sink with {SkipList.Option} {SkipList.Text(bad.Position)}: "
            + "the lake's record will say so, and verify --lake show it.", bad);
    }

    // Not where ledger numbers alone cut files.
    private void PublishWaiting(Road road)
    {
        if (_options.MaxAge == TimeSpan.Zero) return;
        foreach (PartitionRows rows in Waiting().Where(rows => rows.Unfinished is null)) Rotate(rows, road);
    }

    // What is to be refused when everything before an offset is in the lake.
    private sealed record Refused(long From, BadMessageException Why);
}
