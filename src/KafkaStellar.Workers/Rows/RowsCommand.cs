using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.Rows;

/// <summary>Ledger files in, rows of one dataset out, each ledger's once, offline: no Kafka.</summary>
internal sealed class RowsCommand(
    Dataset dataset, Network network, Selection selection, IReadOnlyList<string> paths, Func<Schema, IRowsOutput> open, bool keepGoing)
{
    private int _refused;

    /// <summary>Writes the rows, in ledger order.</summary>
    /// <returns>0, or 3 where a ledger was refused.</returns>
    /// <exception cref="ArgumentException">The dataset cannot be selected by what is asked for.</exception>
    public int Run(CancellationToken stop)
    {
        var walk = new LedgerWalk(network);
        using IExtractor extractor = dataset.NewExtractor(network, selection);
        try
        {
            using var files = new LedgerFiles(paths, Refuse);
            using IRowsOutput output = open(extractor.Schema);
            foreach (FoundLedger found in files.InOrder())
            {
                stop.ThrowIfCancellationRequested();
                LedgerPlace place = found.Versions[0].Place;
                if (found.Contradiction is { } contradiction) Refuse(contradiction);
                else if (TryExtract(place.Path, files.Read(place), walk, extractor, out RecordBatch? rows))
                {
                    using (rows) output.Write(rows!);
                }
            }

            output.Complete();
        }
        catch (RefusedException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return ExitCodes.InputRefused;
        }

        return _refused == 0 ? ExitCodes.Done : ExitCodes.InputRefused;
    }

    private bool TryExtract(string path, RawLedger raw, LedgerWalk walk, IExtractor extractor, out RecordBatch? rows)
    {
        try
        {
            Ledger ledger = walk.Read(raw.Xdr.Span);
            rows = extractor.Extract(in ledger);
            return true;
        }
        catch (Exception problem) when (Failures.RefusesInput(problem))
        {
            Refuse($"{path}: {problem.Message}");
            rows = null;
            return false;
        }
    }

    private void Refuse(Exception problem) => Refuse(problem.Message);

    private void Refuse(string sentence)
    {
        if (!keepGoing) throw new RefusedException(sentence);
        _refused++;
        Console.Error.WriteLine(sentence);
    }

    private sealed class RefusedException(string sentence) : Exception(sentence);
}
