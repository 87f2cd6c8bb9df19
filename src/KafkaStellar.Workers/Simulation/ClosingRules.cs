namespace KafkaStellar.Workers.Simulation;

/// <summary>What the protocol of the ledger before lets a ledger's closing value say.</summary>
internal static class ClosingRules
{
    private const uint DroppedSetsSince = 28; // CAP-83
    private const uint MillisecondsSince = 30; // CAP-88
    private const uint WholeSecond = 1_000;

    /// <summary>Whether a transaction set can be dropped for an empty one.</summary>
    public static bool KnowsDroppedSets(uint protocol) => protocol >= DroppedSetsSince;

    /// <summary>Whether the close time has milliseconds; else it is whole seconds.</summary>
    public static bool KnowsMilliseconds(uint protocol) => protocol >= MillisecondsSince;

    /// <summary>How many milliseconds after the ledger before a ledger closes.</summary>
    public static uint Cadence(uint protocol, uint? wanted)
    {
        if (KnowsMilliseconds(protocol)) return wanted ?? 600;
        return ((wanted ?? 5 * WholeSecond) + WholeSecond - 1) / WholeSecond * WholeSecond;
    }
}
