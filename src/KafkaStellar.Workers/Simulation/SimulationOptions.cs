using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>What a simulated network looks like. The same options always give the same ledgers.</summary>
public sealed record SimulationOptions
{
    /// <summary>The oldest protocol that there is to simulate: the first with LedgerCloseMeta V2.</summary>
    public const uint OldestProtocol = 23;

    /// <summary>What everything random is drawn from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The first ledger's sequence, from 2 (ledger 1 is a network's genesis, which no one closes) to 2,147,483,647.</summary>
    public uint FirstLedger { get; init; } = 2;

    /// <summary>How many transactions each ledger applies, successful or not: 0 to 100,000.</summary>
    public int TransactionsPerLedger { get; init; } = 100;

    /// <summary>The fewest operations of a transaction, from 1.</summary>
    public int MinOperations { get; init; } = 1;

    /// <summary>The most operations of a transaction, up to the protocol's own limit of 100.</summary>
    public int MaxOperations { get; init; } = 3;

    /// <summary>The protocol version, until an upgrade: from <see cref="OldestProtocol"/> to the newest that the definitions describe.</summary>
    public uint Protocol { get; init; } = XdrVersion.Protocol;

    /// <summary>An upgrade on the way; null for none.</summary>
    public ProtocolUpgrade? Upgrade { get; init; }

    /// <summary>When the first ledger closes, in seconds since 1970.</summary>
    public ulong FirstCloseTime { get; init; } = 1_750_000_000;

    /// <summary>How many milliseconds later each next ledger closes, up to a day; a close time of whole seconds rounds them up.</summary>
    /// <remarks>Null is 5,000, the network's own pace, for ledgers of whole seconds, and 600 since milliseconds count (protocol 30), so that ledgers share a second.</remarks>
    public uint? CadenceMilliseconds { get; init; }

    /// <summary>Once in how many ledgers the transaction set is dropped for an empty one (CAP-83), where the protocol knows that; 0 for never.</summary>
    public int EmptySetOneIn { get; init; }

    /// <summary>Refuses what cannot be simulated.</summary>
    /// <exception cref="ArgumentException">An option outside its range; the message names it and the range.</exception>
    internal void Verify()
    {
        Require(nameof(FirstLedger), FirstLedger, 2, int.MaxValue);
        Require(nameof(TransactionsPerLedger), TransactionsPerLedger, 0, 100_000);
        Require(nameof(MaxOperations), MaxOperations, 1, XdrConstants.MAX_OPS_PER_TX);
        Require(nameof(MinOperations), MinOperations, 1, MaxOperations);
        Require(nameof(Protocol), Protocol, OldestProtocol, XdrVersion.Protocol);
        Require(nameof(FirstCloseTime), FirstCloseTime, 0, uint.MaxValue);
        Require(nameof(CadenceMilliseconds), CadenceMilliseconds ?? 1, 1, 86_400_000);
        Require(nameof(EmptySetOneIn), EmptySetOneIn, 0, int.MaxValue);
        if (Upgrade is not ProtocolUpgrade upgrade) return;
        Require("The ledger of the upgrade", upgrade.Ledger, FirstLedger, int.MaxValue);
        if (upgrade.Protocol <= Protocol || upgrade.Protocol > XdrVersion.Protocol)
            throw new ArgumentException($"An upgrade leads from protocol {Protocol} to a later one, {XdrVersion.Protocol} at most, not to {upgrade.Protocol}.");
    }

    private static void Require(string option, decimal value, decimal min, decimal max)
    {
        if (value < min || value > max) throw new ArgumentException($"{option} is between {min} and {max}, not {value}.");
    }
}

/// <summary>An upgrade of the protocol.</summary>
/// <param name="Ledger">The ledger that applies it.</param>
/// <param name="Protocol">The protocol that rules from the ledger after it; its own header names it already.</param>
public readonly record struct ProtocolUpgrade(uint Ledger, uint Protocol);
