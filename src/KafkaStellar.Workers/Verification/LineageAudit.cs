using KafkaStellar.Arrow;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>
/// Whether the messages of a dataset's topic were made from each message of its input once, in order: each says from which. What was set
/// aside in dead-letters may be missing, and may come later. However it came there, no ledger's rows stand there twice.
/// </summary>
internal sealed class LineageAudit(TopicContract contract, string network, InputTopic input, IReadOnlySet<Position> deadLetters, Findings findings)
{
    private readonly Dictionary<int, long> _next = [];
    private readonly Dictionary<int, (MessageHeaders Headers, Position At)> _unfinished = [];
    private readonly HashSet<Position> _setAside = [];

    /// <summary>What was taken; of a ledger in parts, the last: something can be made of it when that is there.</summary>
    public InputTopic Made { get; } = new(contract.TopicOn(network));

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
            findings.Add($"{bad.Message} {Anew}");
            Made.Append(message.Position, default);
            return;
        }

        bool begins = BeginsLedger(message.Position, headers);
        bool isTwice = begins && StandsAlready(message.Position, headers);
        if (headers.Source is not { } source) findings.Add($"{message.Position} does not say what it was made from. {Anew}");
        else if (source.Topic != input.Name || source.Partition != message.Position.Partition)
            findings.Add($"{message.Position} was made from {source}; it should have been made from {input.Name}/{message.Position.Partition}. {Anew}");
        else if (begins) Follow(message.Position, source, headers.Ledgers, isTwice);
        if (headers.Part is not { } part || part.Index == part.Count) Made.Append(message.Position, headers.Ledgers);
    }

    /// <summary>Looks at what is left, once all was taken.</summary>
    /// <returns>How many messages of the input nothing was made of yet.</returns>
    public long Finish()
    {
        foreach ((MessageHeaders headers, Position at) in _unfinished.Values)
            findings.Add($"{at} is part {headers.Part} of ledgers {headers.Ledgers}; the parts after it are missing. {Anew}");
        long behind = 0;
        for (int partition = 0; partition < contract.Partitions; partition++)
        {
            for (long next = _next.GetValueOrDefault(partition); input[partition].From(next) is { } waiting; next = waiting.Offset + 1)
            {
                if (!TrySetAside(new(input.Name, partition, waiting.Offset))) behind++;
            }
        }

        return behind;
    }

    private string Anew => $"Delete {Made.Name}, create it (topics apply), and fill it (extract {contract.Dataset} --group GROUP, another than before).";

    private bool StandsAlready(Position at, MessageHeaders headers)
    {
        if (headers.Ledgers.First == 0 || Made.PositionOf(headers.Ledgers) is not { } first) return false;
        findings.Add($"{at}, which was made from {headers.Source?.ToString() ?? "nothing that it names"}, has the rows of ledgers {headers.Ledgers}, which stand at {first} already: they count twice. {Anew}");
        return true;
    }

    // Parts of one ledger follow each other, 1 to n; only the first counts as made.
    private bool BeginsLedger(Position at, MessageHeaders headers)
    {
        bool awaits = _unfinished.Remove(at.Partition, out (MessageHeaders Headers, Position At) before);
        MessagePart? part = headers.Part;
        bool goesOn = awaits && part?.Index == before.Headers.Part!.Value.Index + 1 && headers.Source == before.Headers.Source && headers.Ledgers == before.Headers.Ledgers;
        if (awaits && !goesOn) findings.Add($"{before.At} is part {before.Headers.Part} of ledgers {before.Headers.Ledgers}; {at} should be the next part, and is not. {Anew}");
        if (part is { Index: > 1 } && !goesOn) findings.Add($"{at} is part {part} of ledgers {headers.Ledgers}; the part before it is missing. {Anew}");
        if (part is { } one && one.Index < one.Count) _unfinished[at.Partition] = (headers, at);
        return part is not { Index: > 1 };
    }

    private void Follow(Position at, Position source, LedgerSpan ledgers, bool isTwice)
    {
        InputPartition partition = input[source.Partition];
        if (source.Offset < partition.Start || source.Offset >= partition.End) return;     // older than what the input still has, or newer than what was read of it
        if (partition.From(source.Offset) is not { } made || made.Offset != source.Offset)
        {
            findings.Add($"{at} was made from {source}, where no committed message stands. {Anew}");
            return;
        }

        if (made.Ledger != 0 && made.Ledger != ledgers.First) findings.Add($"{at} is of ledgers {ledgers}, but {source}, from which it was made, is of ledger {made.Ledger}. {Anew}");
        long next = _next.GetValueOrDefault(source.Partition);
        if (source.Offset < next)
        {
            if (!_setAside.Remove(source) && !isTwice) findings.Add($"{at} was made from {source}, from which something before it was made already. {Anew}");
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
                $"{Made.Name}: nothing was made from {source with { Offset = from.Offset }} (ledger {from.Ledger}) to offset {to.Offset} (ledger {to.Ledger}), though {at} was made "
                + $"from {source} after them. {Anew}");
        }
    }

    private bool TrySetAside(Position position)
    {
        if (!deadLetters.Contains(position)) return false;
        _setAside.Add(position);
        return true;
    }
}
