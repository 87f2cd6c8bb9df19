using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>Which offsets of a partition hold messages, and of which ledgers: some bytes for each run of them.</summary>
internal sealed class InputPartition
{
    private readonly List<InputRun> _runs = [];
    private readonly List<InputRun> _byLedger = []; // without repeats, so that no two have a ledger in common

    /// <summary>The offset after the last message; 0 before the first.</summary>
    public long End => _runs.Count == 0 ? 0 : _runs[^1].End;

    /// <summary>The first message's offset; 0 where there is none.</summary>
    public long Start => _runs.Count == 0 ? 0 : _runs[0].Offset;

    /// <summary>The next message.</summary>
    /// <param name="offset">Its offset.</param>
    /// <param name="ledgers">Its ledgers; 0-0 where it could not be read.</param>
    /// <param name="isRepeat">Whether they stand in the topic already.</param>
    public void Append(long offset, LedgerSpan ledgers, bool isRepeat)
    {
        if (_runs.Count > 0 && _runs[^1].TryAppend(offset, ledgers, isRepeat)) return;
        var run = new InputRun(offset, ledgers, isRepeat);
        _runs.Add(run);
        if (!isRepeat && ledgers.First > 0) _byLedger.Insert(RunsUpTo(ledgers.First), run);
    }

    /// <summary>The first message at an offset or after it; none where there is none.</summary>
    public (long Offset, uint Ledger)? From(long offset)
    {
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].End <= offset) low = middle + 1;
            else high = middle;
        }

        if (low == _runs.Count) return null;
        long at = Math.Max(offset, _runs[low].Offset);
        return (at, _runs[low].LedgerAt(at));
    }

    /// <summary>The first message that has one of some ledgers; none where there is none.</summary>
    public long? OffsetOf(LedgerSpan ledgers)
    {
        int before = RunsUpTo(ledgers.Last);
        if (before == 0 || _byLedger[before - 1].Ledgers.Last < ledgers.First) return null;
        InputRun run = _byLedger[before - 1];
        return run.OffsetOf(Math.Max(run.Ledgers.First, ledgers.First));
    }

    // How many runs begin at a ledger or before it.
    private int RunsUpTo(uint ledger)
    {
        int low = 0, high = _byLedger.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_byLedger[middle].Ledgers.First <= ledger) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
