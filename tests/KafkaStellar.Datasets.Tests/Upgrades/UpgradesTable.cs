using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Upgrades;

/// <summary>One row per upgrade of the network's own parameters.</summary>
public sealed class UpgradesTable : Table<UpgradeRow>
{
    public UpgradesTable()
    {
        UInt32("ledger_seq", (in row) => row.Ledger.Sequence);
        Timestamp("closed_at", (in row) => row.Ledger.ClosedAtMicroseconds);
        Utf8("upgrade_type", (in row) => row.Upgrade.Type.XdrName());
        UInt32OrNull("new_protocol_version", (in row) => row.Upgrade.Type == LedgerUpgradeType.Version ? row.Upgrade.NewLedgerVersion : null);
        Binary("upgrade_xdr", (in row) => row.Upgrade.Xdr);
    }

    /// <inheritdoc/>
    public override string Name => "upgrades";

    /// <inheritdoc/>
    public override string Version => "1.0.0";
}
