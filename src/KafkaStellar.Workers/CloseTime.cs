using KafkaStellar.Datasets;

namespace KafkaStellar.Workers;

/// <summary>When a ledger closed, as Kafka and .NET tell time.</summary>
internal static class CloseTime
{
    /// <summary>The close time, in whole seconds.</summary>
    /// <exception cref="LedgerRefusedException">It lies past the year 9999, which no network has reached.</exception>
    public static DateTimeOffset Of(in Ledger ledger)
    {
        ulong seconds = ledger.Header.ScpValue.CloseTime;
        return seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw new LedgerRefusedException(ledger.Sequence, $"it closed {seconds} seconds after 1970, which is past the year 9999");
    }

    /// <summary>The close time to the millisecond where the ledger tells it (CAP-88), within the second that all ledgers tell: what messages are stamped with.</summary>
    /// <inheritdoc cref="Of"/>
    public static DateTimeOffset Exactly(in Ledger ledger) =>
        Of(in ledger).AddMilliseconds(new ConsensusValue(ledger.Header.ScpValue.Ext).CloseTimeMilliseconds % 1000 ?? 0);
}
