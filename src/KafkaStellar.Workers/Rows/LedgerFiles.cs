using System.Security.Cryptography;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.Rows;

/// <summary>Ledgers of several files, given in ledger order, and each once: stellar-core may write a ledger again after a crash, and two files may have the same.</summary>
/// <remarks>Files that were read stay in memory up to a limit; beyond it they are read again when their turn comes.</remarks>
internal sealed class LedgerFiles : IDisposable
{
    // Ten thousand ordinary ledgers, and small beside what a machine that runs a fleet has.
    private const long MostBytesKept = 512L << 20;

    private readonly Dictionary<string, LedgerFile> _open = new(StringComparer.Ordinal);
    private readonly List<(uint Sequence, LedgerPlace Place)> _ledgers = [];
    private long _bytesKept;

    /// <summary>Reads every file once.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="refused">What to do with a file that is refused; may throw what it is given.</param>
    public LedgerFiles(IReadOnlyList<string> paths, Action<Exception> refused)
    {
        foreach (string path in paths)
        {
            try
            {
                LedgerFile file = Open(path);
                for (int i = 0; i < file.Ledgers.Count; i++) _ledgers.Add((file.Ledgers[i].Sequence, new LedgerPlace(path, i)));
            }
            catch (Exception problem) when (Failures.RefusesInput(problem))
            {
                refused(problem);
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
                refused(new LedgerFileException(path, null, null, "there is no such file", "Check the path.", missing));
            }
        }
    }

    /// <summary>The ledgers by sequence.</summary>
    public IEnumerable<FoundLedger> InOrder()
    {
        (uint Sequence, LedgerPlace Place)[] sorted = [.. _ledgers.OrderBy(ledger => ledger.Sequence)];
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            uint sequence = sorted[from].Sequence;
            to = from + 1;
            while (to < sorted.Length && sorted[to].Sequence == sequence) to++;
            yield return new FoundLedger(sequence, to == from + 1 ? [new LedgerVersion(sorted[from].Place, "", [])] : Versions(sorted[from..to].Select(ledger => ledger.Place)));
        }
    }

    /// <summary>The ledger at a place; its bytes are good until the next is read.</summary>
    public RawLedger Read(LedgerPlace place) => Open(place.Path).Ledgers[place.Index];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LedgerFile file in _open.Values) file.Dispose();
    }

    private LedgerVersion[] Versions(IEnumerable<LedgerPlace> places) =>
    [
        .. places.Select(place => (Place: place, Digest: Digest(Read(place)), Hash: Convert.ToHexStringLower(Read(place).Hash)))
            .GroupBy(one => one.Digest)
            .Select(same => new LedgerVersion(same.First().Place, same.First().Hash, [.. same.Skip(1).Select(one => one.Place)])),
    ];

    private static string Digest(RawLedger ledger) => Convert.ToHexString(SHA256.HashData(ledger.Xdr.Span));

    private LedgerFile Open(string path)
    {
        if (_open.TryGetValue(path, out LedgerFile? known)) return known;
        LedgerFile file = LedgerFile.Open(path);
        long size = file.Ledgers.Sum(ledger => (long)ledger.Xdr.Length);
        if (_bytesKept + size > MostBytesKept)
        {
            Dispose();
            _open.Clear();
            _bytesKept = 0;
        }

        _open.Add(path, file);
        _bytesKept += size;
        return file;
    }
}
