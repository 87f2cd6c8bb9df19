using System.ComponentModel.DataAnnotations;
using KafkaStellar.Datasets;

namespace KafkaStellar.Workers;

/// <summary>Datasets that options name.</summary>
internal static class DatasetNames
{
    /// <summary>What is wrong with the names.</summary>
    public static IEnumerable<ValidationResult> Validate(string[] names, string member)
    {
        foreach (string name in names.Where(name => Catalog.All.All(dataset => dataset.Name != name)))
            yield return new($"There is no dataset {name}. There are: {string.Join(", ", Catalog.All.Select(dataset => dataset.Name))}.", [member]);
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            yield return new("A dataset is named twice.", [member]);
    }
}
