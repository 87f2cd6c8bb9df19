using KafkaStellar.Datasets;

namespace KafkaStellar.Workers;

/// <summary>When a ledger closed, as Kafka and .NET tell time.</summary>
internal static class CloseTime
{
    /// <summary>The close time.</summary>
    /// <exception cref="LedgerRefusedException">It lies past the year 9999, which no network has reached.</exception>
    public static DateTimeOffset Of(in Ledger ledger)
    {
        ulong seconds = ledger.Header.ScpValue.CloseTime;
        return seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw new LedgerRefusedException(ledger.Sequence, $"it closed {seconds} seconds after 1970, which is past the year 9999");
    }
}
