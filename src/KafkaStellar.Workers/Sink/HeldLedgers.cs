using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>The ledgers of a partition that the lake holds: asked of its record only for one that is not new for certain, which is a late or a doubled one.</summary>
/// <param name="greatest">The greatest of them; 0 where there is none.</param>
/// <param name="read">Reads the record.</param>
internal sealed class HeldLedgers(uint greatest, Func<LedgerSet> read)
{
    private readonly Lazy<LedgerSet> _all = new(read);

    /// <summary>No ledger.</summary>
    public static HeldLedgers None { get; } = new(0, () => LedgerSet.Empty);

    /// <summary>The greatest of them; 0 where there is none.</summary>
    public uint Greatest => greatest;

    /// <summary>Whether a ledger is among them.</summary>
    public bool Has(uint ledger) => ledger <= greatest && _all.Value.Contains(ledger);
}
