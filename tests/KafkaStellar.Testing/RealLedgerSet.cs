namespace KafkaStellar.Testing;

/// <summary>Files of ledgers that belong to one network.</summary>
/// <param name="Name">The set's name, as reference rows use it.</param>
/// <param name="Passphrase">The network's passphrase.</param>
/// <param name="Folder">Where the files are; for a lake its root.</param>
/// <param name="Files">The files, in ledger order; the core sets, whose files repeat sequences, in order of their names.</param>
public sealed record RealLedgerSet(string Name, string Passphrase, string Folder, IReadOnlyList<RealLedgerFile> Files)
{
    /// <summary>Each ledger of each file as the XDR of one LedgerCloseMeta.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> LedgerCloseMetas() => Files.SelectMany(file => file.LedgerCloseMetas());

    /// <summary>The set's name: what a test runner shows.</summary>
    public override string ToString() => Name;
}
