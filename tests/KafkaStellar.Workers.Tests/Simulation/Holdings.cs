using System.Text;
using KafkaStellar.Datasets;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests.Simulation;

/// <summary>Who holds how much, as ledger entry changes tell; refuses a change that does not begin where the last one ended.</summary>
internal sealed class Holdings
{
    private readonly Dictionary<(string Account, string Asset), long> _known = [];

    public int Created { get; private set; }

    public int Removed { get; private set; }

    /// <summary>Takes in changes, and adds what they moved to <paramref name="moved"/>.</summary>
    public void Apply(XdrList<LedgerEntryChange> changes, Dictionary<(string Account, string Asset), long> moved)
    {
        ((string Account, string Asset) Holder, long Balance) before = default;
        foreach (LedgerEntryChange change in changes)
        {
            switch (change.Type)
            {
                case LedgerEntryChangeType.State:
                    before = Read(change.State);
                    if (_known.TryGetValue(before.Holder, out long known)) before.Balance.ShouldBe(known);
                    break;
                case LedgerEntryChangeType.Updated:
                    ((string Account, string Asset) Holder, long Balance) after = Read(change.Updated);
                    after.Holder.ShouldBe(before.Holder);
                    Set(after.Holder, before.Balance, after.Balance, moved);
                    break;
                case LedgerEntryChangeType.Created:
                    ((string Account, string Asset) Holder, long Balance) created = Read(change.Created);
                    _known.ShouldNotContainKey(created.Holder);
                    Set(created.Holder, 0, created.Balance, moved);
                    Created++;
                    break;
                case LedgerEntryChangeType.Removed:
                    Set(before.Holder, before.Balance, 0, moved);
                    _known.Remove(before.Holder);
                    Removed++;
                    break;
            }
        }
    }

    /// <summary>The asset as the SAC calls it.</summary>
    public static string Text(TrustLineAsset asset) => asset.Type switch
    {
        AssetType.CreditAlphanum4 => Text(asset.AlphaNum4.AssetCode, asset.AlphaNum4.Issuer),
        AssetType.CreditAlphanum12 => Text(asset.AlphaNum12.AssetCode, asset.AlphaNum12.Issuer),
        _ => "native",
    };

    public static string Text(PublicKey account) => StrKey.ToText(StrKeyKind.Account, account.Ed25519);

    /// <summary>Adds to a sum, forgetting it where it is nothing.</summary>
    public static void Add(Dictionary<(string Account, string Asset), long> sums, (string Account, string Asset) holder, long amount)
    {
        long sum = sums.GetValueOrDefault(holder) + amount;
        if (sum == 0) sums.Remove(holder);
        else sums[holder] = sum;
    }

    private void Set((string Account, string Asset) holder, long before, long after, Dictionary<(string Account, string Asset), long> moved)
    {
        after.ShouldBeGreaterThanOrEqualTo(0);
        _known[holder] = after;
        Add(moved, holder, after - before);
    }

    private static ((string Account, string Asset) Holder, long Balance) Read(LedgerEntry entry) => entry.Data.Type == LedgerEntryType.Account
        ? ((Text(entry.Data.Account.AccountID), "native"), entry.Data.Account.Balance)
        : ((Text(entry.Data.TrustLine.AccountID), Text(entry.Data.TrustLine.Asset)), entry.Data.TrustLine.Balance);

    private static string Text(ReadOnlySpan<byte> code, PublicKey issuer) => $"{Encoding.ASCII.GetString(code).TrimEnd('\0')}:{Text(issuer)}";
}
