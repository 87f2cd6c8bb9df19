using KafkaStellar.Datasets.ContractData;
using KafkaStellar.Datasets.ContractEvents;
using KafkaStellar.Datasets.Ledgers;
using KafkaStellar.Datasets.Operations;
using KafkaStellar.Datasets.TokenTransfers;
using KafkaStellar.Datasets.Transactions;

namespace KafkaStellar.Datasets;

/// <summary>The datasets there are, by name: the one place to add another.</summary>
public static class Catalog
{
    /// <summary>All datasets, in the order in which they are made from each other.</summary>
    public static IReadOnlyList<Dataset> All { get; } =
    [
        LedgersExtractor.Dataset,
        TransactionsExtractor.Dataset,
        OperationsExtractor.Dataset,
        ContractEventsExtractor.Dataset,
        ContractEventsExtractor.Diagnostics,
        ContractDataExtractor.Dataset,
        TokenTransfersExtractor.Dataset,
    ];

    /// <summary>The dataset called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static Dataset Find(string name) =>
        All.FirstOrDefault(dataset => dataset.Name == name)
        ?? throw new ArgumentException($"There is no dataset {name}. There are: {string.Join(", ", All.Select(dataset => dataset.Name))}.");
}
