namespace KafkaStellar.Lake;

/// <summary>Follows ledgers and refuses one that does not continue the one before: the next sequence, and the hash before as its previous hash.</summary>
public sealed class HashChain(bool verifyHashes = true)
{
    private readonly byte[] _hash = new byte[32];
    private uint? _sequence;

    /// <summary>The last ledger that was followed; null before the first.</summary>
    public uint? Sequence => _sequence;

    /// <summary>Follows <paramref name="ledger"/>. The first may be any.</summary>
    /// <param name="file">Where the ledger stands, for the error.</param>
    /// <param name="ledger">The ledger.</param>
    /// <exception cref="LedgerFileException">It does not continue the chain, or its hash is not its header's.</exception>
    public void Follow(string file, RawLedger ledger)
    {
        if (_sequence is { } last) VerifyContinues(file, ledger, last);
        if (verifyHashes && !ledger.HashIsTrue())
            throw new LedgerFileException(file, ledger.Sequence, null, "its hash is not the SHA-256 of its header", "The file is damaged or forged: fetch it again.");
        ledger.Hash.CopyTo(_hash);
        _sequence = ledger.Sequence;
    }

    private void VerifyContinues(string file, RawLedger ledger, uint last)
    {
        if (ledger.Sequence != last + 1)
            throw new LedgerFileException(file, ledger.Sequence, null, $"it follows ledger {last}, where ledger {last + 1} should", "Fill the gap, or read the parts as ranges of their own.");
        if (!ledger.PreviousHash.SequenceEqual(_hash))
        {
            throw new LedgerFileException(file, ledger.Sequence, null,
                $"the hash chain is broken: it names {Convert.ToHexStringLower(ledger.PreviousHash)} as the hash of ledger {last}, which is {Convert.ToHexStringLower(_hash)}",
                "Ledgers of two networks or of two histories are mixed here: find out which is the true one.");
        }
    }
}
