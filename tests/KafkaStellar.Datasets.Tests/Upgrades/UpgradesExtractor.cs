using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Upgrades;

/// <summary>Ledger in, its rows of <c>upgrades</c> out, in order of application.</summary>
public sealed class UpgradesExtractor : IExtractor
{
    private readonly UpgradesTable _table = new();

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new UpgradesTable(),
        "One row per upgrade of the network's own parameters.",
        filters: [],
        (network, selection) => new UpgradesExtractor());

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        foreach (UpgradeEntryMeta upgrade in ledger.Upgrades)
            _table.Append(new UpgradeRow(ledger, upgrade.Upgrade));
        return _table.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
