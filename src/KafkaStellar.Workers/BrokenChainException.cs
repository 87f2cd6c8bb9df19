namespace KafkaStellar.Workers;

/// <summary>Ledgers that do not follow each other: a gap, or a previous hash that is not the hash of the ledger before. It halts a worker.</summary>
internal sealed class BrokenChainException(string sentence) : Exception(sentence)
{
    /// <summary>A ledger that is not the one that should follow.</summary>
    /// <param name="where">The partition, or the position in it.</param>
    /// <param name="last">The ledger before it.</param>
    /// <param name="found">The ledger.</param>
    /// <param name="expected">The one that should stand there.</param>
    public static BrokenChainException Gap(string where, uint last, uint found, uint expected) => new(
        $"{where}: ledger {last} is followed by ledger {found}, where ledger {expected} should be: there is a gap, or something was written twice. "
        + "Find out which ledgers the topic lacks before going on; nothing was written past this one.");
}
