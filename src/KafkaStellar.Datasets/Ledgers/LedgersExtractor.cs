using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Ledgers;

/// <summary>Ledger in, its one row of <c>ledgers</c> out.</summary>
public sealed class LedgersExtractor : IExtractor
{
    private readonly LedgersTable _table = new();

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new LedgersTable(),
        "One row per closed ledger.",
        [],
        (_, _) => new LedgersExtractor());

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        _table.Append(new LedgerRow(in ledger));
        return _table.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
