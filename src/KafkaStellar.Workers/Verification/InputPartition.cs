namespace KafkaStellar.Workers.Verification;

/// <summary>Which offsets of a partition of raw-ledgers hold messages, and of which ledgers: some bytes for each run of them.</summary>
internal sealed class InputPartition
{
    private readonly List<InputRun> _runs = [];

    /// <summary>The offset after the last message; 0 before the first.</summary>
    public long End => _runs.Count == 0 ? 0 : _runs[^1].End;

    /// <summary>The first message's offset; 0 where there is none.</summary>
    public long Start => _runs.Count == 0 ? 0 : _runs[0].Offset;

    /// <summary>The next message.</summary>
    public void Append(long offset, uint ledger)
    {
        if (_runs.Count == 0 || !_runs[^1].TryAppend(offset, ledger)) _runs.Add(new(offset, ledger));
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
}
