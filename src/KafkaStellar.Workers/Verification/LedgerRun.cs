namespace KafkaStellar.Workers.Verification;

/// <summary>Ledgers in a row within one partition of raw-ledgers, and what must join before and after them.</summary>
internal sealed class LedgerRun(int partition, uint first, byte[] previousHash)
{
    /// <summary>The partition.</summary>
    public int Partition { get; } = partition;

    /// <summary>The first ledger.</summary>
    public uint First { get; } = first;

    /// <summary>The hash that the first ledger names as the one before it.</summary>
    public byte[] PreviousHash { get; } = previousHash;

    /// <summary>The last ledger.</summary>
    public uint Last { get; set; } = first;

    /// <summary>The last ledger's hash.</summary>
    public byte[] LastHash { get; set; } = [];
}
