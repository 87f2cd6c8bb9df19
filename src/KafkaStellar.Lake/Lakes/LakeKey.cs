using System.Globalization;
using System.Text.RegularExpressions;

namespace KafkaStellar.Lake;

/// <summary>What the key of a lake's object says: its ledgers and its extension.</summary>
/// <param name="Key">The key, relative to the lake's root.</param>
/// <param name="First">The first sequence that may stand in it.</param>
/// <param name="Last">The last sequence that may stand in it.</param>
/// <param name="Extension">What follows ".xdr.".</param>
public sealed partial record LakeKey(string Key, uint First, uint Last, string Extension)
{
    /// <summary>Reads a key; null when it is not one of a ledger object (SEP-54).</summary>
    public static LakeKey? TryParse(string key)
    {
        Match match = Pattern().Match(key[(key.LastIndexOf('/') + 1)..]);
        if (!match.Success || !TryReadSequence(match.Groups["first"].ValueSpan, out uint first)) return null;
        uint last = first;
        if (match.Groups["last"].Success && !TryReadSequence(match.Groups["last"].ValueSpan, out last)) return null;
        return first <= last ? new LakeKey(key, first, last, match.Groups["extension"].Value) : null;
    }

    private static bool TryReadSequence(ReadOnlySpan<char> text, out uint sequence) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);

    [GeneratedRegex(@"^[0-9A-F]{8}--(?<first>[0-9]{1,10})(-(?<last>[0-9]{1,10}))?\.xdr\.(?<extension>[A-Za-z0-9._-]{1,32})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
