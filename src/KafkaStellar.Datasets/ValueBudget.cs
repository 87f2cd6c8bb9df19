namespace KafkaStellar.Datasets;

/// <summary>Bounds the events, or the entries, of one ledger whose contract values are written as JSON, so that no text or column outgrows what can be held.</summary>
/// <remarks>Real ones are below 128 KiB and the whole meta of a ledger some MiB; what is refused here was made to be.</remarks>
internal struct ValueBudget
{
    // A byte of a string becomes four characters of SEP-51, for each of which the JSON writer sets six bytes aside.
    private const int MaxOne = 8 << 20;

    // Eight bytes of XDR become at most 76 of JSON (a map's entry of two LedgerKeyContractInstance), an entry that is restored and removed
    // is written twice, and a column holds 2 GiB.
    private const int MaxAll = 96 << 20;

    private int _taken;

    /// <summary>Counts an event, or an entry.</summary>
    /// <exception cref="LedgerRefusedException">It is too large, or all of them are.</exception>
    public void Take(uint ledgerSequence, Extent one)
    {
        if (one.Length > MaxOne)
            throw new LedgerRefusedException(ledgerSequence, $"byte {one.Start}: an event or contract-data entry of {one.Length} bytes; the most that are read are {MaxOne}");
        _taken += one.Length;
        if (_taken > MaxAll)
            throw new LedgerRefusedException(ledgerSequence, $"byte {one.Start}: the ledger's events or contract-data entries are more than {MaxAll} bytes, the most that are read of one ledger");
    }
}
