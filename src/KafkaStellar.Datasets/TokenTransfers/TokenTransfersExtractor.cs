using KafkaStellar.Arrow;
using KafkaStellar.Datasets.Transactions;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Ledger in, its rows of <c>token_transfers</c> out, in the order in which the balances moved.</summary>
public sealed class TokenTransfersExtractor : IExtractor
{
    private readonly TokenTransfersTable _table = new();
    private readonly StrKeyTexts _texts = new();
    private readonly LedgerTransfers _transfers;
    private readonly TransferFilter _filter;

    /// <summary>An extractor for a network.</summary>
    /// <param name="network">The network, whose id is in every asset's contract.</param>
    /// <param name="selection">Which events, and whether they are read from the meta's own (<see cref="Selection.Unified"/>) or derived, and whose they equal.</param>
    /// <exception cref="ArgumentException">The selection names a type of event that there is not.</exception>
    public TokenTransfersExtractor(Network network, Selection selection)
    {
        _filter = new TransferFilter(selection);
        _transfers = new LedgerTransfers(network, selection.Unified, selection.Profile);
    }

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new TokenTransfersTable(),
        "One row per token transfer: fees, refunds, and what operations and token contracts moved, minted, burned or clawed back.",
        TransferFilter.Known,
        (network, selection) => new TokenTransfersExtractor(network, selection),
        input: TransactionsExtractor.Dataset.Name);

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        _transfers.Begin(ledger.Sequence, ledger.Header.LedgerVersion, ledger.ClosedAtMicroseconds);
        foreach (LedgerTransaction transaction in ledger) _transfers.Add(in transaction);
        Append();
        return _table.Flush();
    }

    /// <summary>The rows of ledgers that stand as rows of <c>transactions</c>, in the order of those.</summary>
    /// <exception cref="LedgerRefusedException">A ledger of which no true rows can be made; no row of any is given.</exception>
    public RecordBatch Extract(TransactionRows transactions)
    {
        try
        {
            foreach (TransactionRowsOfLedger ledger in transactions)
            {
                _transfers.Begin(ledger.Sequence, ledger.ProtocolVersion, ledger.ClosedAtMicroseconds);
                foreach (LedgerTransaction transaction in ledger) _transfers.Add(in transaction);
                Append();
            }
        }
        catch (Exception refusal) when (refusal is LedgerRefusedException or UnknownProtocolException)
        {
            _table.Flush().Dispose(); // the rows of the ledgers before it
            throw;
        }

        return _table.Flush();
    }

    /// <summary>The rows of one ledger whose rows of <c>transactions</c> stand in several batches, one after the other.</summary>
    /// <exception cref="LedgerRefusedException">They are not all of one ledger's, or no true rows can be made of them.</exception>
    public RecordBatch ExtractParts(IReadOnlyList<RecordBatch> parts)
    {
        uint? sequence = null;
        uint next = 1;
        foreach (RecordBatch part in parts)
        {
            foreach (TransactionRowsOfLedger ledger in TransactionRows.Of(part, next))
            {
                if (sequence is null) _transfers.Begin(ledger.Sequence, ledger.ProtocolVersion, ledger.ClosedAtMicroseconds);
                else if (sequence != ledger.Sequence) throw new LedgerRefusedException(ledger.Sequence, $"its rows stand among the parts of ledger {sequence}");
                sequence = ledger.Sequence;
                foreach (LedgerTransaction transaction in ledger) _transfers.Add(in transaction);
                next += (uint)ledger.Count;
            }
        }

        if (sequence is not null) Append();
        return _table.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private void Append()
    {
        for (int i = 0; i < _transfers.Count; i++)
        {
            if (_filter.Passes(in _transfers[i])) _table.Append(new TokenTransferRow(_transfers, i, _texts));
        }
    }
}
