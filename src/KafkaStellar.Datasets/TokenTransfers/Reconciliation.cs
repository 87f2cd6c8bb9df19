using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Makes up for lumens that came and went unexplained before protocol 8: a mint or a burn at the account that an operation came from (CAP-67).</summary>
/// <remarks>Until then a bug of stellar-core could make an account of a merged one's stale entry, with its balance.</remarks>
internal sealed class Reconciliation(TransferBuffer buffer)
{
    /// <summary>The first protocol that needs none.</summary>
    public const uint FirstProtocolWithout = 8;

    /// <summary>Compares what an operation changed at its source with what its events say.</summary>
    /// <param name="source">The operation's source account, not muxed.</param>
    /// <param name="changes">What the operation changed.</param>
    /// <param name="first">Where in <see cref="TransferBuffer.Operations"/> the operation's events begin.</param>
    public void Add(in Holder source, ReadOnlySpan<byte> changes, int first)
    {
        Int128 unexplained;
        try
        {
            unexplained = checked(Changed(in source, changes) - Explained(in source, first));
        }
        catch (OverflowException)
        {
            throw buffer.Refused("events of more lumens than an i128 can count");
        }

        if (unexplained > 0)
        {
            buffer.AddEvent(TransferType.Mint, buffer.Assets.Native, unexplained).To = source;
            buffer.MoveNewestTo(first);
        }
        else if (unexplained < 0)
        {
            buffer.AddEvent(TransferType.Burn, buffer.Assets.Native, -unexplained).From = source;
        }
    }

    private Int128 Changed(in Holder source, ReadOnlySpan<byte> changes)
    {
        Int128 sum = 0;
        var walk = new EntryChanges(changes);
        while (walk.MoveNext())
        {
            bool holds = walk.Type is LedgerEntryType.Account or LedgerEntryType.Trustline or LedgerEntryType.ClaimableBalance or LedgerEntryType.LiquidityPool;
            if (holds && walk.ChangesType) throw buffer.Refused("a ledger entry becomes one of another kind");
            if (walk.Type != LedgerEntryType.Account) continue;
            AccountEntry account = EntryChanges.Read<AccountEntry>(walk.Newest);
            if (!account.AccountID.Ed25519.SequenceEqual(source.Key)) continue;
            long before = walk.Before.IsEmpty ? 0 : EntryChanges.Read<AccountEntry>(walk.Before).Balance;
            long after = walk.After.IsEmpty ? 0 : account.Balance;
            sum += unchecked(after - before); // as the reference has it; balances of a network are never negative
        }

        return sum;
    }

    private Int128 Explained(in Holder source, int first)
    {
        Int128 sum = 0;
        for (int i = first; i < buffer.Operations.Count; i++)
        {
            ref TransferEvent known = ref buffer.Operations[i];
            if (known.Asset is null) continue;
            if (known.Asset.Code.Length == 0) throw buffer.Refused("an asset without a code");
            if (!known.Asset.IsNative) continue;
            if (Is(in source, in known.From)) sum = checked(sum - known.Amount);
            if (Is(in source, in known.To)) sum = checked(sum + known.Amount);
        }

        return sum;
    }

    private static bool Is(in Holder source, in Holder holder) => holder.Kind == StrKeyKind.Account && holder.Key.SequenceEqual(source.Key);
}
