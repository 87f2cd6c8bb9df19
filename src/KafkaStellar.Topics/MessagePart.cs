using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>Which piece of a ledger too large for one message this is: <c>index/count</c>, counted from 1.</summary>
public readonly record struct MessagePart(int Index, int Count)
{
    /// <summary>
    /// The most parts that one ledger may have. A ledger of 16,384 parts of a row each would be far beyond what the network allows.
    /// </summary>
    public const int MaxCount = 16_384;

    /// <summary>Reads <c>index/count</c>; false for anything else.</summary>
    public static bool TryParse(string text, out MessagePart part)
    {
        part = default;
        if (text.Length > 11 || text.Split('/') is not [var index, var count]
            || !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int of)
            || number < 1 || number > of || of is < 2 or > MaxCount)
        {
            return false;
        }
        part = new(number, of);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
