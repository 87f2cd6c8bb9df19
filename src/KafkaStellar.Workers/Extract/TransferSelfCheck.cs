using System.Diagnostics.Metrics;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.TokenTransfers;
using KafkaStellar.Datasets.TokenTransfers.Verification;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Extract;

/// <summary>Compares, of one ledger in some, all token transfers with the balances that moved, before any of them is sent.</summary>
/// <param name="network">The network.</param>
/// <param name="selection">How the transfers are told; all are compared, whatever is narrowed.</param>
/// <param name="oneIn">Every how many ledgers; 1 for all, 0 for none.</param>
internal sealed class TransferSelfCheck(Network network, Selection selection, int oneIn) : IDisposable
{
    private static readonly Meter Meter = new("KafkaStellar.Workers");
    private static readonly Counter<long> Verified =
        Meter.CreateCounter<long>("kafkastellar.transfers.ledgers_verified", "{ledger}", "Ledgers whose token transfers agreed with the balances that moved.");
    private static readonly Counter<long> Disagreed =
        Meter.CreateCounter<long>("kafkastellar.transfers.ledgers_disagreed", "{ledger}", "Ledgers whose token transfers did not.");

    private readonly TransferVerifier _verifier = new();
    // All transfers of a ledger, where those that are sent are only some.
    private readonly TokenTransfersExtractor? _all = selection.Asked.Except([nameof(Selection.Unified), nameof(Selection.Profile)]).Any()
        ? new(network, new Selection { Unified = selection.Unified, Profile = selection.Profile })
        : null;

    /// <summary>Checks a message's ledgers, if the first is one that is to be checked.</summary>
    /// <param name="transactions">The ledgers as rows of transactions; of a ledger in parts, all parts in order.</param>
    /// <param name="rows">The transfers that were made of them.</param>
    /// <param name="ledger">The first one's sequence.</param>
    /// <param name="position">Where the last part was read, for the sentence.</param>
    /// <exception cref="TransfersDisagreeException">They do not agree.</exception>
    public void Check(IReadOnlyList<RecordBatch> transactions, RecordBatch rows, uint ledger, Position position)
    {
        if (oneIn == 0 || ledger % (uint)oneIn != 0) return;
        using RecordBatch? all = _all is null ? null : transactions is [RecordBatch whole] ? _all.Extract(TransactionRows.Of(whole)) : _all.ExtractParts(transactions);
        IReadOnlyList<string> problems = _verifier.Verify(transactions, all ?? rows);
        if (problems.Count == 0)
        {
            Verified.Add(1);
            return;
        }

        Disagreed.Add(1);
        throw new TransfersDisagreeException($"{position}: {problems.Count} balances did not move as the token transfers say; the first: {problems[0]}. Nothing of it was sent. "
            + "Keep the ledger and report it; --verify-one-in 0 goes on without this check.");
    }

    /// <inheritdoc/>
    public void Dispose() => _all?.Dispose();
}
