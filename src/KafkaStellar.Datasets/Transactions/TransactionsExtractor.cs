using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Transactions;

/// <summary>Ledger in, its rows of <c>transactions</c> out, in order of application.</summary>
public sealed class TransactionsExtractor : IExtractor
{
    private readonly TransactionsTable _table = new();

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new TransactionsTable(),
        "One row per applied transaction, successful or not: envelope, result, meta and fee changes, joined.",
        [],
        (_, _) => new TransactionsExtractor());

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        Span<byte> memoId = stackalloc byte[sizeof(ulong)];
        foreach (LedgerTransaction transaction in ledger)
            _table.Append(new TransactionRow(in ledger, transaction, memoId));
        return _table.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
