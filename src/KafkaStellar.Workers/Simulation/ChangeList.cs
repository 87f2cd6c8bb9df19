using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>The LedgerEntryChanges of one step, written as the entries change; the journal can take them back.</summary>
internal sealed class ChangeList(Journal journal)
{
    private readonly XdrWriter _changes = new();
    private uint _count;

    /// <summary>The ledger in which entries change.</summary>
    public uint Ledger { get; set; }

    public void Clear()
    {
        _changes.Clear();
        _count = 0;
    }

    /// <summary>Writes the list.</summary>
    public void WriteTo(XdrWriter xdr) => xdr.UInt32(_count).Xdr(_changes.Written);

    public void Create(SimulatedAccount account, AccountState state)
    {
        Set(account, state with { Exists = true });
        Change(LedgerEntryChangeType.Created).LedgerEntry(account);
    }

    public void Update(SimulatedAccount account, AccountState state)
    {
        Change(LedgerEntryChangeType.State).LedgerEntry(account);
        Set(account, state);
        Change(LedgerEntryChangeType.Updated).LedgerEntry(account);
    }

    public void Remove(SimulatedAccount account)
    {
        Change(LedgerEntryChangeType.State).LedgerEntry(account);
        Set(account, default);
        Change(LedgerEntryChangeType.Removed).LedgerKey(account);
    }

    public void Create(SimulatedAccount account, SimulatedAsset asset, TrustLineState state)
    {
        Set(account, asset, state with { Exists = true });
        Change(LedgerEntryChangeType.Created).LedgerEntry(account, asset);
    }

    public void Update(SimulatedAccount account, SimulatedAsset asset, TrustLineState state)
    {
        Change(LedgerEntryChangeType.State).LedgerEntry(account, asset);
        Set(account, asset, state);
        Change(LedgerEntryChangeType.Updated).LedgerEntry(account, asset);
    }

    public void Remove(SimulatedAccount account, SimulatedAsset asset)
    {
        Change(LedgerEntryChangeType.State).LedgerEntry(account, asset);
        Set(account, asset, default);
        Change(LedgerEntryChangeType.Removed).LedgerKey(account, asset);
    }

    private XdrWriter Change(LedgerEntryChangeType type)
    {
        _count++;
        return _changes.Int32((int)type);
    }

    private void Set(SimulatedAccount account, AccountState state)
    {
        journal.Keep(account);
        account.State = state with { LastModified = Ledger };
    }

    private void Set(SimulatedAccount account, SimulatedAsset asset, TrustLineState state)
    {
        journal.Keep(account, asset.Index);
        account.TrustLines[asset.Index] = state with { LastModified = Ledger };
    }
}
