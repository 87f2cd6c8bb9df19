using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Transactions;

/// <summary>Ledger in, its rows of <c>transactions</c> out, in order of application.</summary>
public sealed class TransactionsExtractor : IExtractor
{
    private readonly TransactionsTable _table = new();
    private readonly TransactionFilter _filter;

    private TransactionsExtractor(Selection selection) => _filter = new TransactionFilter(selection);

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new TransactionsTable(),
        "One row per applied transaction, successful or not: envelope, result, meta and fee changes, joined.",
        [nameof(Selection.Accounts), nameof(Selection.OperationTypes), nameof(Selection.SuccessfulOnly)],
        (_, selection) => new TransactionsExtractor(selection));

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        Span<byte> memoId = stackalloc byte[sizeof(ulong)];
        foreach (LedgerTransaction transaction in ledger)
        {
            if (_filter.Passes(in transaction)) _table.Append(new TransactionRow(in ledger, transaction, memoId));
        }

        return _table.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
