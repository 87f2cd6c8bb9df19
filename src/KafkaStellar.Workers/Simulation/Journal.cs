namespace KafkaStellar.Workers.Simulation;

/// <summary>What entries were before they changed, so that a transaction that fails leaves nothing behind.</summary>
internal sealed class Journal
{
    private readonly List<(SimulatedAccount Account, AccountState Before)> _accounts = [];
    private readonly List<(SimulatedAccount Account, int Asset, TrustLineState Before)> _trustLines = [];

    /// <summary>Lets what was done so far stand.</summary>
    public void Commit()
    {
        _accounts.Clear();
        _trustLines.Clear();
    }

    public void Keep(SimulatedAccount account) => _accounts.Add((account, account.State));

    public void Keep(SimulatedAccount account, int asset) => _trustLines.Add((account, asset, account.TrustLines[asset]));

    /// <summary>Takes back everything since the last commit, the newest first.</summary>
    public void Undo()
    {
        for (int i = _accounts.Count - 1; i >= 0; i--) _accounts[i].Account.State = _accounts[i].Before;
        for (int i = _trustLines.Count - 1; i >= 0; i--) _trustLines[i].Account.TrustLines[_trustLines[i].Asset] = _trustLines[i].Before;
        Commit();
    }
}
