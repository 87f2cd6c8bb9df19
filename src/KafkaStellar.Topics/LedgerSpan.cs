using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>
/// The ledgers that one message holds, by sequence, both ends included. As text <c>first-last</c>; <c>0-0</c> is no known ledger.
/// </summary>
public readonly record struct LedgerSpan
{
    /// <summary>A span from one ledger to another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The last comes before the first.</exception>
    public LedgerSpan(uint first, uint last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        (First, Last) = (first, last);
    }

    /// <summary>The first ledger's sequence.</summary>
    public uint First { get; }

    /// <summary>The last ledger's sequence.</summary>
    public uint Last { get; }

    /// <summary>Of one ledger.</summary>
    public static LedgerSpan Of(uint ledger) => new(ledger, ledger);

    /// <summary>Reads <c>first-last</c>; false for anything else.</summary>
    public static bool TryParse(string text, out LedgerSpan span)
    {
        span = default;
        if (text.Length > 21 || text.Split('-') is not [var first, var last]
            || !uint.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out uint from)
            || !uint.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out uint to) || to < from)
        {
            return false;
        }
        span = new(from, to);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
