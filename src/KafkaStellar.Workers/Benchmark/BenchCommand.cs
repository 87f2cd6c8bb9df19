using System.Diagnostics;
using System.Globalization;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Rows;

namespace KafkaStellar.Workers.Benchmark;

/// <summary>How fast one core makes rows of a dataset, from the bytes of a ledger to a record batch. Files are read before the clock runs.</summary>
internal sealed class BenchCommand(Dataset dataset, Network network, Selection selection, IReadOnlyList<string> paths, TimeSpan duration)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Measures and prints one line, such as <c>812 ledgers/s, 533000 events/s, 1.23 ms a ledger</c>.</summary>
    /// <exception cref="LedgerFileException">A file that is no ledgers.</exception>
    /// <exception cref="LedgerRefusedException">A ledger of which no true rows can be made.</exception>
    public int Run(CancellationToken stop)
    {
        byte[][] ledgers = Read();
        if (ledgers.Length == 0) throw new ArgumentException("There is no ledger in the files: nothing to measure.");
        var walk = new LedgerWalk(network);
        using IExtractor extractor = dataset.NewExtractor(network, selection);
        Measure(ledgers, walk, extractor, WarmUp, stop);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        (long count, long rows, TimeSpan time) = Measure(ledgers, walk, extractor, duration, stop);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        string what = dataset.Name == "token_transfers" ? "events" : "rows";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count / time.TotalSeconds:F0} ledgers/s, {rows / time.TotalSeconds:F0} {what}/s, {time.TotalMilliseconds / count:F2} ms a ledger"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ledgers.Length} ledgers of {ledgers.Average(ledger => ledger.Length) / 1000:F0} kB on average, one core, {allocated / count / 1000.0:F1} kB allocated a ledger"));
        return ExitCodes.Done;
    }

    private byte[][] Read()
    {
        using var files = new LedgerFiles(paths, problem => throw problem);
        return [.. files.InOrder().Select(found => files.Read(found.Versions[0].Place).Xdr.ToArray())];
    }

    private static (long Ledgers, long Rows, TimeSpan Time) Measure(byte[][] ledgers, LedgerWalk walk, IExtractor extractor, TimeSpan duration, CancellationToken stop)
    {
        long count = 0, rows = 0;
        long started = Stopwatch.GetTimestamp();
        do
        {
            foreach (byte[] xdr in ledgers)
            {
                stop.ThrowIfCancellationRequested();
                Ledger ledger = walk.Read(xdr);
                using RecordBatch batch = extractor.Extract(in ledger);
                rows += batch.Length;
                count++;
            }
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
        return (count, rows, Stopwatch.GetElapsedTime(started));
    }
}
