using KafkaStellar.Arrow;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>
/// Whether the messages of a dataset's topic were made from each message of raw-ledgers once, in order: each says from which. What was set
/// aside in dead-letters may be missing, and may come later.
/// </summary>
internal sealed class LineageAudit(TopicContract contract, string network, RawLedgersAudit input, IReadOnlySet<Position> deadLetters, Findings findings)
{
    private readonly Dictionary<int, long> _next = [];
    private readonly Dictionary<int, (MessageHeaders Headers, Position At)> _unfinished = [];
    private readonly HashSet<Position> _setAside = [];

    /// <summary>The topic.</summary>
    public string Topic { get; } = contract.TopicOn(network);

    /// <summary>How many messages were taken.</summary>
    public long Messages { get; private set; }

    /// <summary>How many messages of the input are in dead-letters, and nothing was made of them.</summary>
    public int SetAside => _setAside.Count;

    /// <summary>Takes the next message.</summary>
    public void Take(TopicMessage message)
    {
        Messages++;
        MessageHeaders headers;
        try
        {
            using RecordBatch rows = message.Decode(contract, network);
            headers = message.Identity();
        }
        catch (BadMessageException bad)
        {
            findings.Add(bad.Message);
            return;
        }

        if (headers.Source is not { } source) findings.Add($"{message.Position} does not say what it was made from.");
        else if (source.Topic != input.Topic || source.Partition != message.Position.Partition)
            findings.Add($"{message.Position} was made from {source}; it should have been made from {input.Topic}/{message.Position.Partition}.");
        else if (BeginsLedger(message.Position, headers)) Follow(message.Position, source, headers.Ledgers);
    }

    /// <summary>Looks at what is left, once all was taken.</summary>
    /// <returns>How many messages of the input nothing was made of yet.</returns>
    public long Finish()
    {
        foreach ((MessageHeaders headers, Position at) in _unfinished.Values)
            findings.Add($"{at} is part {headers.Part} of ledgers {headers.Ledgers}; the parts after it are missing.");
        long behind = 0;
        for (int partition = 0; partition < contract.Partitions; partition++)
        {
            for (long next = _next.GetValueOrDefault(partition); input[partition].From(next) is { } waiting; next = waiting.Offset + 1)
            {
                if (!TrySetAside(new(input.Topic, partition, waiting.Offset))) behind++;
            }
        }

        return behind;
    }

    // Parts of one ledger follow each other, 1 to n; only the first counts as made.
    private bool BeginsLedger(Position at, MessageHeaders headers)
    {
        bool awaits = _unfinished.Remove(at.Partition, out (MessageHeaders Headers, Position At) before);
        MessagePart? part = headers.Part;
        bool goesOn = awaits && part?.Index == before.Headers.Part!.Value.Index + 1 && headers.Source == before.Headers.Source && headers.Ledgers == before.Headers.Ledgers;
        if (awaits && !goesOn) findings.Add($"{before.At} is part {before.Headers.Part} of ledgers {before.Headers.Ledgers}; {at} should be the next part, and is not.");
        if (part is { Index: > 1 } && !goesOn) findings.Add($"{at} is part {part} of ledgers {headers.Ledgers}; the part before it is missing.");
        if (part is { } one && one.Index < one.Count) _unfinished[at.Partition] = (headers, at);
        return part is not { Index: > 1 };
    }

    private void Follow(Position at, Position source, LedgerSpan ledgers)
    {
        InputPartition partition = input[source.Partition];
        if (source.Offset < partition.Start || source.Offset >= partition.End) return;     // older than what the input still has, or newer than what was read of it
        if (partition.From(source.Offset) is not { } made || made.Offset != source.Offset)
        {
            findings.Add($"{at} was made from {source}, where no committed message stands.");
            return;
        }

        if (made.Ledger != 0 && made.Ledger != ledgers.First) findings.Add($"{at} is of ledgers {ledgers}, but {source}, from which it was made, is of ledger {made.Ledger}.");
        long next = _next.GetValueOrDefault(source.Partition);
        if (source.Offset < next)
        {
            if (!_setAside.Remove(source)) findings.Add($"{at} was made from {source} (ledger {ledgers.First}), from which something before it was made already: it stands there twice.");
            return;
        }

        MissBetween(next, source.Offset, partition, at, source);
        _next[source.Partition] = source.Offset + 1;
    }

    private void MissBetween(long next, long end, InputPartition partition, Position at, Position source)
    {
        (long Offset, uint Ledger)? first = null, last = null;
        for (; partition.From(next) is { } skipped && skipped.Offset < end; next = skipped.Offset + 1)
        {
            if (TrySetAside(source with { Offset = skipped.Offset })) continue;
            first ??= skipped;
            last = skipped;
        }

        if (first is { } from && last is { } to)
        {
            findings.Add(
                $"{Topic}: nothing was made from {source with { Offset = from.Offset }} (ledger {from.Ledger}) to offset {to.Offset} (ledger {to.Ledger}), though {at} was made "
                + $"from {source} after them.");
        }
    }

    private bool TrySetAside(Position position)
    {
        if (!deadLetters.Contains(position)) return false;
        _setAside.Add(position);
        return true;
    }
}
