using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>What a transaction's meta says of one operation.</summary>
public readonly ref struct OperationEffects
{
    /// <summary>The ed25519 key of who pays the reserve of the first ledger entry that it created; empty where nobody does for another.</summary>
    public ReadOnlySpan<byte> Sponsor { get; init; }

    /// <summary>The ledger entries that it changed.</summary>
    public ReadOnlySpan<byte> ChangesXdr { get; init; }

    /// <summary>The events that its contract calls emitted.</summary>
    public XdrList<ContractEvent> Events { get; init; }

    /// <summary>The ledger entries that it changed, as a list.</summary>
    public XdrList<LedgerEntryChange> Changes
    {
        get
        {
            if (ChangesXdr.IsEmpty) return default;
            var reader = new XdrReader(ChangesXdr);
            return XdrList<LedgerEntryChange>.Read(ref reader);
        }
    }
}
