namespace KafkaStellar.Datasets;

/// <summary>Bounds the contract values of one ledger, so that no JSON text or column outgrows what can be held.</summary>
/// <remarks>Real values are below 64 KiB and the meta of a ledger some MiB; what is refused here was made to be.</remarks>
internal struct ValueBudget
{
    // A byte of a string becomes up to four characters of SEP-51, and a text of more than 166,666,666 bytes is no JSON string to the writer.
    private const int MaxValue = 32 << 20;

    // Eight bytes of XDR become at most 76 of JSON (a map's entry of two LedgerKeyContractInstance), and a column holds 2 GiB.
    private const int MaxAll = 192 << 20;

    private int _taken;

    /// <summary>Counts the values that stand at one place.</summary>
    /// <exception cref="LedgerRefusedException">They are too large.</exception>
    public void Take(uint ledgerSequence, Extent values)
    {
        if (values.Length > MaxValue)
            throw new LedgerRefusedException(ledgerSequence, $"byte {values.Start}: contract values of {values.Length} bytes; at most {MaxValue} are read at one place");
        _taken += values.Length;
        if (_taken > MaxAll)
            throw new LedgerRefusedException(ledgerSequence, $"byte {values.Start}: the ledger's contract values are more than {MaxAll} bytes, the most that are read of one ledger");
    }
}
