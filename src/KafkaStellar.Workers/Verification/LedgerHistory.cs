using KafkaStellar.Lake;
using KafkaStellar.Workers.Rows;

namespace KafkaStellar.Workers.Verification;

/// <summary>Whether the ledgers of several files are, together, one history: none missing, none in two versions, each naming the hash of the one before.</summary>
/// <param name="complete">Whether a ledger that none of the files has is a problem also between files.</param>
/// <param name="problem">Takes what is wrong, a sentence each.</param>
/// <param name="note">Takes what is as it may be, and worth knowing.</param>
internal sealed class LedgerHistory(bool complete, Action<string> problem, Action<string> note)
{
    private readonly SortedDictionary<(string First, string Again), (uint From, uint To)> _repeats = [];
    private FoundLedger? _last;
    private List<byte[]> _hashesBefore = [];
    private List<byte[]> _hashes = [];

    /// <summary>Goes on to the next ledger by sequence.</summary>
    public void Begin(FoundLedger found)
    {
        if (found.Contradiction is { } contradiction) problem(contradiction);
        foreach (LedgerVersion version in found.Versions)
        {
            foreach (LedgerPlace again in version.Again) NoteRepeat((version.Place.Path, again.Path), found.Sequence);
        }

        bool follows = _last?.Sequence + 1 == found.Sequence;
        if (_last is { } last && !follows) Miss(last, found);
        _hashesBefore = follows ? _hashes : [];
        _hashes = [];
        _last = found;
    }

    /// <summary>Looks at one version of that ledger.</summary>
    public void Link(string path, RawLedger ledger)
    {
        byte[] named = ledger.PreviousHash.ToArray();
        if (_hashesBefore.Count > 0 && !_hashesBefore.Exists(hash => hash.AsSpan().SequenceEqual(named)))
        {
            problem($"{path}: ledger {ledger.Sequence}: it names {Convert.ToHexStringLower(named)} as the hash before it, but ledger {ledger.Sequence - 1} has the hash "
                + $"{string.Join(" or ", _hashesBefore.Select(hash => Convert.ToHexStringLower(hash)))}: they are not of one chain. Find out which is the network's, and fetch the other again.");
        }

        _hashes.Add(ledger.Hash.ToArray());
    }

    /// <summary>Says what waited for the last ledger.</summary>
    public void Finish()
    {
        foreach (((string First, string Again) places, (uint From, uint To) ledgers) in _repeats) SayRepeat(places, ledgers);
    }

    // A hole within one file is that file's fault; between files it may be what was meant.
    private void Miss(FoundLedger before, FoundLedger after)
    {
        string missing = OneOrMore(before.Sequence + 1, after.Sequence - 1, "is", "are");
        if (Paths(before).Intersect(Paths(after)).FirstOrDefault() is { } path)
            problem($"{path}: {missing} missing between ledgers {before.Sequence} and {after.Sequence}. Fetch the file again, or give another file that fills the gap.");
        else if (complete)
            problem($"{missing} missing between {Paths(before).First()} and {Paths(after).First()}. Give the files that fill the gap too.");
        else
            note($"{missing} not among these files.");
    }

    private void NoteRepeat((string First, string Again) places, uint ledger)
    {
        if (_repeats.TryGetValue(places, out (uint From, uint To) run))
        {
            if (ledger - run.To <= 1)
            {
                _repeats[places] = (run.From, ledger);
                return;
            }

            SayRepeat(places, run);
        }

        _repeats[places] = (ledger, ledger);
    }

    private void SayRepeat((string First, string Again) places, (uint From, uint To) ledgers)
    {
        string where = places.First == places.Again ? $"twice in {places.First}" : $"in {places.First} and again in {places.Again}";
        note($"{OneOrMore(ledgers.From, ledgers.To, "stands", "stand")} {where} with the same bytes, and count{(ledgers.From == ledgers.To ? "s" : "")} once.");
    }

    private static IEnumerable<string> Paths(FoundLedger found) => found.Versions.SelectMany(version => version.Again.Prepend(version.Place)).Select(place => place.Path);

    private static string OneOrMore(uint from, uint to, string verbOfOne, string verbOfMore) => from == to ? $"ledger {from} {verbOfOne}" : $"ledgers {from} to {to} {verbOfMore}";
}
