using System.Globalization;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Times of any year as ISO 8601 has them, which claim predicates may name: <c>2020-09-13T12:26:40Z</c>, <c>+36812-02-20T00:36:16Z</c>.</summary>
internal static class CalendarText
{
    /// <summary>The longest text: a sign and twelve digits for the year, sixteen characters for the rest.</summary>
    public const int MaxLength = 32;

    // After 400 years the calendar is the same again.
    private const long YearsOfCycle = 400;
    private const long SecondsOfCycle = 146_097L * 24 * 60 * 60;

    /// <summary>Writes the time of so many seconds since 1970 UTC and gives the text's length.</summary>
    public static int Format(long seconds, Span<byte> utf8)
    {
        long cycles = seconds / SecondsOfCycle;
        long rest = seconds % SecondsOfCycle;
        if (rest < 0)
        {
            cycles--;
            rest += SecondsOfCycle;
        }

        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(rest);
        long year = time.Year + cycles * YearsOfCycle;
        utf8[0] = (byte)'+';
        int sign = year > 9999 ? 1 : 0;
        year.TryFormat(utf8[sign..], out int digits, "D4", CultureInfo.InvariantCulture);
        time.TryFormat(utf8[(sign + digits)..], out int others, "'-'MM'-'dd'T'HH':'mm':'ss'Z'", CultureInfo.InvariantCulture);
        return sign + digits + others;
    }
}
