using System.Globalization;

namespace KafkaStellar.Xdr;

/// <summary>A ledger of a protocol that these definitions do not describe. Its bytes are sound: no other copy helps, a newer build does.</summary>
/// <remarks>
/// Also a ledger that can be read is refused when its protocol is newer than <see cref="XdrVersion.Protocol"/>: what its parts mean may have
/// changed. It is never set aside: all ledgers after it are of that protocol too.
/// </remarks>
public sealed class UnknownProtocolException : Exception
{
    private UnknownProtocolException(uint? ledgerSequence, uint? protocol, XdrException? problem)
        : base(Sentence(ledgerSequence, protocol, problem), problem)
    {
        LedgerSequence = ledgerSequence;
        Protocol = protocol;
    }

    private UnknownProtocolException(string where, UnknownProtocolException at)
        : base($"{where}: {at.Message}", at)
    {
        LedgerSequence = at.LedgerSequence;
        Protocol = at.Protocol;
        Place = where;
    }

    /// <summary>The ledger's sequence, where it is known.</summary>
    public uint? LedgerSequence { get; }

    /// <summary>The ledger's protocol, where it can be read.</summary>
    public uint? Protocol { get; }

    /// <summary>The file or the message that holds the ledger, where it was said.</summary>
    public string? Place { get; }

    /// <summary>The same with the file or the message that holds the ledger, unless it names one already.</summary>
    public UnknownProtocolException At(string where) => Place is null ? new(where, this) : this;

    /// <summary>Refuses a ledger of a newer protocol.</summary>
    /// <exception cref="UnknownProtocolException">It is of one.</exception>
    public static void ThrowIfNewer(uint ledgerSequence, uint protocol)
    {
        if (protocol > XdrVersion.Protocol) throw new UnknownProtocolException(ledgerSequence, protocol, null);
    }

    /// <summary>What to say of a ledger that cannot be read, if it is because of its protocol; null where its bytes are wrong.</summary>
    /// <param name="ledgerCloseMeta">The bytes from the LedgerCloseMeta's first on.</param>
    /// <param name="ledgerSequence">Its sequence as others tell it, for bytes that end in question before they tell themselves.</param>
    /// <param name="problem">Why it cannot be read.</param>
    public static UnknownProtocolException? Find(ReadOnlySpan<byte> ledgerCloseMeta, uint? ledgerSequence, XdrException problem)
    {
        (uint? protocol, uint? sequence) = LedgerPreamble.Read(ledgerCloseMeta);
        return Find(sequence ?? ledgerSequence, protocol, problem);
    }

    /// <summary>What to say of a part of a ledger that cannot be read, if it is because of the ledger's protocol; null where its bytes are wrong.</summary>
    /// <param name="ledgerSequence">The ledger.</param>
    /// <param name="protocol">Its protocol.</param>
    /// <param name="problem">Why it cannot be read.</param>
    public static UnknownProtocolException? Find(uint? ledgerSequence, uint? protocol, XdrException problem) =>
        problem.IsUnknownValue || protocol > XdrVersion.Protocol ? new(ledgerSequence, protocol, problem) : null;

    // An unknown value under a protocol that is known: definitions that came late, or bytes that are damaged after all.
    private static string Sentence(uint? ledger, uint? protocol, XdrException? problem) => string.Create(CultureInfo.InvariantCulture,
        $"{(ledger is null ? "a ledger of unknown sequence" : $"ledger {ledger}")} is of {(protocol is null ? "an unknown protocol" : $"protocol {protocol}")}; "
        + $"this build knows protocols up to {XdrVersion.Protocol}: upgrade"
        + $"{(protocol <= XdrVersion.Protocol ? ", or fetch the ledger again if its bytes may be damaged" : "")}{(problem is null ? "" : $" ({problem.Message})")}");
}
