using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Who came to sponsor a signer by what an operation changed.</summary>
internal static class SignerSponsor
{
    /// <summary>The sponsor's ed25519 key; empty where nobody became the sponsor.</summary>
    public static ReadOnlySpan<byte> Of(XdrList<LedgerEntryChange> changes, SignerKey signer)
    {
        ReadOnlySpan<byte> before = default;
        foreach (LedgerEntryChange change in changes)
        {
            switch (change.Type)
            {
                case LedgerEntryChangeType.State:
                    before = SponsorIn(change.State, signer);
                    break;
                case LedgerEntryChangeType.Updated:
                    ReadOnlySpan<byte> after = SponsorIn(change.Updated, signer);
                    if (!after.IsEmpty && !after.SequenceEqual(before)) return after;
                    break;
            }
        }

        return default;
    }

    // Sponsors stand in a list of their own, at the place of their signer (CAP-33).
    private static ReadOnlySpan<byte> SponsorIn(LedgerEntry entry, SignerKey key)
    {
        if (entry.Data.Type != LedgerEntryType.Account) return default;
        AccountEntry account = entry.Data.Account;
        if (account.Ext.V != 1 || account.Ext.V1.Ext.V != 2) return default;

        XdrList<SponsorshipDescriptor>.Enumerator sponsors = account.Ext.V1.Ext.V2.SignerSponsoringIDs.GetEnumerator();
        foreach (Signer signer in account.Signers)
        {
            if (!sponsors.MoveNext()) return default;
            if (!signer.Key.Xdr.SequenceEqual(key.Xdr)) continue;
            return sponsors.Current.Value.HasValue ? sponsors.Current.Value.Value.Ed25519 : default;
        }

        return default;
    }
}
