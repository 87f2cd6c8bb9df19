namespace KafkaStellar.Datasets;

/// <summary>Ids of events as text: a total order id (SEP-35) in 19 digits, a hyphen, and a place under it in 10.</summary>
internal static class EventIdText
{
    /// <summary>The most characters: 20 digits of a ledger that no network has, a hyphen, 10 digits.</summary>
    public const int MaxLength = 20 + 1 + 10;

    /// <summary>Writes the text as ASCII and gives its length.</summary>
    public static int Write(ulong order, uint place, Span<byte> ascii)
    {
        int written = WriteDigits(order, order >= 10_000_000_000_000_000_000 ? 20 : 19, ascii);
        ascii[written++] = (byte)'-';
        return written + WriteDigits(place, 10, ascii[written..]);
    }

    // Digit by digit: formatting by a format text takes several times as long.
    private static int WriteDigits(ulong number, int digits, Span<byte> ascii)
    {
        for (int i = digits - 1; i >= 0; i--)
        {
            (number, ulong digit) = Math.DivRem(number, 10);
            ascii[i] = (byte)('0' + digit);
        }

        return digits;
    }
}
