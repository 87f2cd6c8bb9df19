using KafkaStellar.Datasets;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers;

/// <summary>What every topic promises, as the code has it; <c>topics/*.yaml</c> is its published form.</summary>
internal static class Contracts
{
    /// <summary>All contracts, in the order in which data travels.</summary>
    public static IReadOnlyList<TopicContract> All { get; } = [RawLedgers.Contract, .. Catalog.All.Select(Of), DeadLetters.Contract];

    /// <summary>The contract of a dataset's topic. Its partitions are those of raw-ledgers: an output goes to its input's.</summary>
    public static TopicContract Of(Dataset dataset) => new()
    {
        Dataset = dataset.Name,
        Version = ContractVersion.TryParse(dataset.Version, out ContractVersion? version) ? version! : throw new FormatException($"{dataset.Name} has the version {dataset.Version}."),
        Meaning = dataset.Meaning,
        WrittenBy = $"extract {dataset.Name}, dead-letters retry",
        ReadBy = [.. MadeOf(dataset).Select(made => $"extract {made.Name}"), $"sink {dataset.Name}", "verify --topics"],
        OnBadMessage = MadeOf(dataset).Any() ? BadMessagePolicy.DeadLetter : BadMessagePolicy.Halt,
        Columns = TopicContract.ColumnsOf(dataset.Schema),
    };

    private static IEnumerable<Dataset> MadeOf(Dataset dataset) => Catalog.All.Where(made => made.Input == dataset.Name);
}
