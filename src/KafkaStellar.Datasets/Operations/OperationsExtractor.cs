using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>Ledger in, its rows of <c>operations</c> out: transactions in order of application, operations in the order of their transaction.</summary>
public sealed class OperationsExtractor : IExtractor
{
    private readonly OperationsTable _table = new();
    private readonly ContractIds _contracts;
    private readonly OperationFilter _filter;

    private OperationsExtractor(Network network, Selection selection)
    {
        _contracts = new ContractIds(network);
        _filter = new OperationFilter(selection, _contracts);
    }

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new OperationsTable(),
        "One row per operation of every applied transaction, successful or not: what it asked for and what came of it.",
        [nameof(Selection.Accounts), nameof(Selection.Assets), nameof(Selection.Contracts), nameof(Selection.OperationTypes), nameof(Selection.SuccessfulOnly)],
        (network, selection) => new OperationsExtractor(network, selection));

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        foreach (LedgerTransaction transaction in ledger)
        {
            if (_filter.Passes(in transaction)) Append(in ledger, in transaction);
        }

        return _table.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private void Append(in Ledger ledger, in LedgerTransaction transaction)
    {
        TransactionBody body = transaction.Body;
        XdrList<OperationResult>.Enumerator results = transaction.OperationResults.GetEnumerator();
        var metas = new OperationMetas(in ledger, in transaction);
        int index = -1;
        foreach (Operation operation in body.Operations)
        {
            index++;
            bool hasResult = results.MoveNext();
            bool hasSource = operation.SourceAccount.HasValue;
            MuxedAccount source = hasSource ? operation.SourceAccount.Value : body.Source;
            ReadOnlySpan<byte> sourceKey = hasSource ? TransactionBody.Ed25519Of(source) : body.SourceAccount;
            if (!_filter.Passes(operation.Body, sourceKey)) continue;

            _table.Append(new OperationRow
            {
                LedgerSequence = ledger.Sequence,
                ClosedAtMicroseconds = ledger.ClosedAtMicroseconds,
                TransactionHash = transaction.Hash,
                TransactionIndex = transaction.Index,
                IsSuccessful = transaction.IsSuccessful,
                Operations = body.Operations,
                Index = (uint)index + 1,
                Body = operation.Body,
                SourceKey = sourceKey,
                Source = source,
                TransactionSourceKey = body.SourceAccount,
                TransactionSource = body.Source,
                HasResult = hasResult,
                Result = hasResult ? results.Current : default,
                Effects = metas.At(index, operation.Body.Type),
                Footprint = body.IsSoroban ? body.SorobanData.Resources.Footprint : default,
                Contracts = _contracts,
            });
        }
    }
}
