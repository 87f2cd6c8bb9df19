using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.TokenTransfers;
using KafkaStellar.Datasets.TokenTransfers.Verification;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Verification;

/// <summary>Checks ledger files against themselves, offline: hashes, the chain, and token transfers against balances. One line a problem.</summary>
internal sealed class VerifyCommand(Network network, Selection selection, IReadOnlyList<string> paths, TextWriter output)
{
    private int _ledgers;
    private int _problems;

    /// <summary>Checks every ledger, whatever was wrong with those before it.</summary>
    /// <returns>0, or 3 where there is a problem.</returns>
    public int Run(CancellationToken stop)
    {
        var walk = new LedgerWalk(network);
        var transfers = new TransferVerifier();
        using var hashes = new LedgerHashes();
        using var extractor = new TokenTransfersExtractor(network, selection);
        using var files = new LedgerFiles(paths, problem => Report(problem.Message));
        foreach ((string path, RawLedger raw) in files.InOrder())
        {
            stop.ThrowIfCancellationRequested();
            _ledgers++;
            try
            {
                Ledger ledger = walk.Read(raw.Xdr.Span);
                foreach (string problem in hashes.Problems(in ledger)) Report($"{path}: {problem}");
                using RecordBatch rows = extractor.Extract(in ledger);
                foreach (string problem in transfers.Verify(in ledger, rows)) Report($"{path}: {problem}");
            }
            catch (Exception refused) when (refused is LedgerRefusedException or UnknownProtocolException)
            {
                Report($"{path}: {refused.Message}");
            }
        }

        Console.Error.WriteLine($"{_ledgers} ledgers verified, {_problems} problems.");
        return _problems == 0 ? ExitCodes.Done : ExitCodes.InputRefused;
    }

    private void Report(string problem)
    {
        _problems++;
        output.WriteLine(problem);
    }
}
