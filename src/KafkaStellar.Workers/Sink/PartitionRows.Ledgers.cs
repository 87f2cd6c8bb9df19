using KafkaStellar.Arrow;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

// Which ledgers wait, which of a message's are in the lake already, and what is set aside.
internal sealed partial class PartitionRows
{
    private readonly List<LedgerRange> _ledgers = [];
    private readonly List<SetAsideMessage> _setAside = [];

    /// <summary>The ledgers that wait, ascending; a range goes over the ledgers of other partitions.</summary>
    public IReadOnlyList<LedgerRange> LedgerRanges => [.. _ledgers.OrderBy(range => range.First)];

    /// <summary>What is not for the lake.</summary>
    public IReadOnlyList<SetAsideMessage> SetAside => _setAside;

    /// <summary>Whether an intent has no room for more of what must be written down one by one.</summary>
    public bool IsIntentFull => _setAside.Count >= Intent.MaxSetAside || _ledgers.Count >= Intent.MaxLedgerRanges;

    /// <summary>The greatest ledger that the lake holds when this is there.</summary>
    public uint Greatest => Math.Max(Held.Greatest, _ledgers.Count == 0 ? 0 : _ledgers.Max(range => range.Last));

    // An intent of an older program was declared without a look at all this, and is made again as it was.
    private bool Judges => Unfinished is not { Version: Intent.OldestVersion };

    // The ledgers of a message that the lake holds, or that wait for it. A ledger's further parts are none.
    private List<uint> Doubled(TopicMessage message, MessageHeaders headers)
    {
        if (!Judges) return [];
        LedgerSpan ledgers = headers.Ledgers;
        if (!EndsLedger && headers.Part is { } next && ledgers.First == LastLedger && next.Index == _part!.Value.Index + 1 && next.Count == _part.Value.Count) return [];
        if (!EndsLedger)
        {
            throw new BadMessageException(Partition.At(LedgerBegins),
                $"it is part of ledger {LastLedger}, of which part {_part} is the last before offset {message.Position.Offset}: the ledger is not whole.");
        }

        if (ledgers.Last - ledgers.First >= (uint)Contract.Span)
            throw new BadMessageException(message.Position, $"its header says ledgers {ledgers}; a message has at most {Contract.Span}.");
        var doubled = new List<uint>();
        if (ledgers.First <= Greatest)
        {
            for (uint ledger = ledgers.First; ledger <= ledgers.Last && ledger != 0; ledger++)
            {
                if (Held.Has(ledger) || _ledgers.Any(range => range.First <= ledger && ledger <= range.Last)) doubled.Add(ledger);
            }
        }

        if (doubled.Count == 0 && headers.Part is { Index: > 1 } part)
            throw new BadMessageException(message.Position, $"it is part {part} of ledger {ledgers.First}, and the part before it is not there: the ledger is not whole.");
        return doubled;
    }

    private static void VerifyLedgers(TopicMessage message, MessageHeaders headers, RecordBatch rows)
    {
        uint before = headers.Ledgers.First;
        foreach (uint ledger in Ledgers(rows).Values)
        {
            if (ledger < headers.Ledgers.First || ledger > headers.Ledgers.Last)
                throw new BadMessageException(message.Position, $"it has rows of ledger {ledger}, but its header says {headers.Ledgers}.");
            if (ledger < before) throw new BadMessageException(message.Position, $"its rows of ledger {ledger} stand after rows of ledger {before}.");
            before = ledger;
        }
    }

    private void Keep(LedgerSpan ledgers, List<uint> doubled)
    {
        for (uint ledger = ledgers.First; ledger <= ledgers.Last && ledger != 0; ledger++)
        {
            if (doubled.Contains(ledger) || Former.Contains(ledger)) continue;
            if (_ledgers.Count == 0 || (ledger != _ledgers[^1].Last && ledger != Contract.NextInPartition(_ledgers[^1].Last))) _ledgers.Add(new LedgerRange(ledger, ledger));
            else _ledgers[^1] = _ledgers[^1] with { Last = ledger };
        }
    }

    private void LeaveOut(long offset, SetAsideKind kind, string reason)
    {
        PassOver(offset + 1);
        _setAside.Add(SetAsideMessage.Of(offset, kind, reason));
    }

    private static int CountOf(LedgerSpan ledgers) => (int)(ledgers.Last - ledgers.First) + 1;

    private static string Text(LedgerSpan ledgers) => ledgers.First == ledgers.Last ? $"ledger {ledgers.First} is" : $"ledgers {ledgers} are";
}
