using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.TokenTransfers;
using KafkaStellar.Datasets.TokenTransfers.Verification;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Verification;

/// <summary>Checks ledger files against themselves and each other, offline: hashes, the chain, and token transfers against balances.</summary>
/// <param name="network">The network.</param>
/// <param name="selection">How token transfers are told.</param>
/// <param name="paths">The files.</param>
/// <param name="complete">Whether no ledger may be missing between the files.</param>
/// <param name="output">Takes a line a problem.</param>
/// <param name="talk">Takes what is no problem.</param>
internal sealed class VerifyCommand(Network network, Selection selection, IReadOnlyList<string> paths, bool complete, TextWriter output, TextWriter talk)
{
    private readonly LedgerWalk _walk = new(network);
    private readonly TransferVerifier _transfers = new();
    private int _problems;

    /// <summary>Checks every ledger, whatever was wrong with those before it.</summary>
    /// <returns>0, or 3 where there is a problem.</returns>
    public int Run(CancellationToken stop)
    {
        int ledgers = 0;
        using var hashes = new LedgerHashes();
        using var extractor = new TokenTransfersExtractor(network, selection);
        using var files = new LedgerFiles(paths, problem => Report(problem.Message));
        var history = new LedgerHistory(complete, Report, talk.WriteLine);
        foreach (FoundLedger found in files.InOrder())
        {
            stop.ThrowIfCancellationRequested();
            ledgers++;
            history.Begin(found);
            foreach (LedgerVersion version in found.Versions)
            {
                RawLedger raw = files.Read(version.Place);
                Check(version.Place.Path, raw, hashes, extractor);
                history.Link(version.Place.Path, raw);
            }
        }

        history.Finish();
        talk.WriteLine($"{ledgers} ledgers verified, {_problems} problems.");
        return _problems == 0 ? ExitCodes.Done : ExitCodes.InputRefused;
    }

    private void Check(string path, RawLedger raw, LedgerHashes hashes, TokenTransfersExtractor extractor)
    {
        try
        {
            Ledger ledger = _walk.Read(raw.Xdr.Span);
            foreach (string problem in hashes.Problems(in ledger)) Report($"{path}: {problem}. The ledger is damaged or was changed: fetch it again.");
            using RecordBatch rows = extractor.Extract(in ledger);
            foreach (string problem in _transfers.Verify(in ledger, rows))
                Report($"{path}: {problem}. Fetch the ledger again; where that does not help, its transfers are told wrongly here: report it with the ledger.");
        }
        catch (LedgerRefusedException refused)
        {
            Report($"{path}: {refused.Message}{(refused.Message.EndsWith('?') ? "" : ".")} Fetch the ledger again, or name its network (--network, --passphrase).");
        }
        catch (UnknownProtocolException newer)
        {
            Report($"{path}: {newer.Message}");
        }
    }

    private void Report(string problem)
    {
        _problems++;
        output.WriteLine(problem);
    }
}
