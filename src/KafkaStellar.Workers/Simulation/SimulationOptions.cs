using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>What a simulated network looks like. The same options always give the same ledgers.</summary>
public sealed record SimulationOptions
{
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

    /// <summary>The protocol version: from 23, the first with LedgerCloseMeta V2, to the newest that the definitions describe.</summary>
    public uint Protocol { get; init; } = 25;

    /// <summary>When the first ledger closes, in seconds since 1970.</summary>
    public ulong FirstCloseTime { get; init; } = 1_750_000_000;

    /// <summary>How many seconds later each next one closes. 5 is the network's own pace.</summary>
    public uint SecondsBetweenLedgers { get; init; } = 5;

    /// <summary>Refuses what cannot be simulated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option outside its range; the message names it and the range.</exception>
    internal void Verify()
    {
        Require(nameof(FirstLedger), FirstLedger, 2, int.MaxValue);
        Require(nameof(TransactionsPerLedger), TransactionsPerLedger, 0, 100_000);
        Require(nameof(MaxOperations), MaxOperations, 1, XdrConstants.MAX_OPS_PER_TX);
        Require(nameof(MinOperations), MinOperations, 1, MaxOperations);
        Require(nameof(Protocol), Protocol, 23, XdrVersion.Protocol);
        Require(nameof(FirstCloseTime), FirstCloseTime, 0, uint.MaxValue);
    }

    private static void Require(string option, decimal value, decimal min, decimal max)
    {
        if (value < min || value > max) throw new ArgumentOutOfRangeException(option, value, $"{option} is between {min} and {max}.");
    }
}
