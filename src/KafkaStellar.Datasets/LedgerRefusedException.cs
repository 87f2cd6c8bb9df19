using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>A ledger from which no rows are made: which one, and what is wrong with it.</summary>
/// <remarks>Rows are made of a whole ledger or not at all.</remarks>
public sealed class LedgerRefusedException : Exception
{
    /// <summary>A ledger whose content contradicts itself or the network.</summary>
    public LedgerRefusedException(uint ledgerSequence, string problem)
        : base($"ledger {ledgerSequence}: {problem}") => LedgerSequence = ledgerSequence;

    /// <summary>A ledger whose bytes are not a LedgerCloseMeta.</summary>
    /// <param name="ledgerSequence">Its sequence, or null where the bytes break off before it is known.</param>
    /// <param name="problem">What is wrong, and at which byte of the LedgerCloseMeta.</param>
    public LedgerRefusedException(uint? ledgerSequence, XdrException problem)
        : base($"{(ledgerSequence is uint known ? $"ledger {known}" : "a ledger of unknown sequence")}: {problem.Message}", problem) =>
        LedgerSequence = ledgerSequence;

    /// <summary>The ledger's sequence, where it is known.</summary>
    public uint? LedgerSequence { get; }
}
