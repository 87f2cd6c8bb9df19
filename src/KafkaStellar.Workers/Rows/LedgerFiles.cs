using KafkaStellar.Lake;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Rows;

/// <summary>Ledgers of several files, given in ledger order; of one sequence, in the order of the files.</summary>
/// <remarks>Files that were read stay in memory up to a limit; beyond it they are read again when their turn comes.</remarks>
internal sealed class LedgerFiles : IDisposable
{
    // Ten thousand ordinary ledgers, and small beside what a machine that runs a fleet has.
    private const long MostBytesKept = 512L << 20;

    private readonly Dictionary<string, LedgerFile> _open = new(StringComparer.Ordinal);
    private readonly List<(uint Sequence, string Path, int Index)> _ledgers = [];
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
                for (int i = 0; i < file.Ledgers.Count; i++) _ledgers.Add((file.Ledgers[i].Sequence, path, i));
            }
            catch (Exception problem) when (problem is LedgerFileException or UnknownProtocolException)
            {
                refused(problem);
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
                refused(new LedgerFileException(path, null, null, "there is no such file", "Check the path.", missing));
            }
        }
    }

    /// <summary>The ledgers; each one's bytes are good until the next.</summary>
    public IEnumerable<(string Path, RawLedger Ledger)> InOrder()
    {
        foreach ((_, string path, int index) in _ledgers.OrderBy(ledger => ledger.Sequence))
            yield return (path, Open(path).Ledgers[index]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LedgerFile file in _open.Values) file.Dispose();
    }

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
