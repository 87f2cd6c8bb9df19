using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Upgrades;

/// <summary>What one row of <c>upgrades</c> is made of.</summary>
public readonly ref struct UpgradeRow(Ledger ledger, LedgerUpgrade upgrade)
{
    /// <summary>The ledger that closed with it.</summary>
    public Ledger Ledger { get; } = ledger;

    /// <summary>The upgrade.</summary>
    public LedgerUpgrade Upgrade { get; } = upgrade;
}
