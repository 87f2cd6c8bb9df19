namespace KafkaStellar.Lake;

/// <summary>Ledgers, as ranges that do not overlap.</summary>
public sealed class LedgerSet
{
    private readonly LedgerRange[] _ranges;

    /// <summary>The ledgers of some ranges, in any order.</summary>
    public LedgerSet(IEnumerable<LedgerRange> ranges)
    {
        var merged = new List<LedgerRange>();
        foreach (LedgerRange range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last) merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else merged.Add(range);
        }

        _ranges = [.. merged];
    }

    /// <summary>No ledger.</summary>
    public static LedgerSet Empty { get; } = new([]);

    /// <summary>The ranges, ascending.</summary>
    public IReadOnlyList<LedgerRange> Ranges => _ranges;

    /// <summary>Whether a ledger is among them.</summary>
    public bool Contains(uint ledger)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (ledger < _ranges[middle].First) high = middle - 1;
            else if (ledger > _ranges[middle].Last) low = middle + 1;
            else return true;
        }

        return false;
    }

    /// <summary>Whether a range lies within them, whole.</summary>
    public bool Covers(uint first, uint last) => _ranges.Any(range => range.First <= first && last <= range.Last);
}
