using System.Text.Json;
using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets;

/// <summary>A named, versioned table of rows that are extracted from ledgers.</summary>
/// <param name="Name">Its name, such as <c>transactions</c>.</param>
/// <param name="Version">The version of its schema (SemVer).</param>
/// <param name="Meaning">What one row is, in a sentence.</param>
/// <param name="Schema">Its columns.</param>
/// <param name="Filters">The parts of a <see cref="Selection"/> that it knows, by their property names; another is refused where it is asked for.</param>
/// <param name="Make">Makes the bare extractor of the selected rows, for a network.</param>
public sealed record Dataset(string Name, string Version, string Meaning, Schema Schema, IReadOnlyList<string> Filters, Func<Network, Selection, IExtractor> Make)
{
    /// <summary>The dataset whose rows it is made of; null where it is made of raw ledgers.</summary>
    public string? Input { get; init; }

    /// <summary>The dataset that a table defines; the table itself is done with.</summary>
    public static Dataset Of<TRow>(Table<TRow> table, string meaning, IReadOnlyList<string> filters, Func<Network, Selection, IExtractor> make, string? input = null)
        where TRow : allows ref struct
    {
        using (table) return new Dataset(table.Name, table.Version, meaning, table.Schema, filters, make) { Input = input };
    }

    /// <summary>An extractor of the selected rows, for a network, which is of use also after a ledger that it refused.</summary>
    /// <exception cref="ArgumentException">The dataset cannot be selected by what is asked for.</exception>
    public IExtractor NewExtractor(Network network, Selection selection)
    {
        Verify(selection);
        return new WholeLedgerExtractor(() => Make(network, selection));
    }

    /// <summary>Refuses a selection by something that this dataset does not have.</summary>
    /// <exception cref="ArgumentException">The message names what it cannot be selected by, and what it can.</exception>
    public void Verify(Selection selection)
    {
        foreach (string asked in selection.Asked)
        {
            if (Filters.Contains(asked)) continue;
            string known = Filters.Count == 0 ? "It has no filters" : $"It has {string.Join(", ", Filters.Select(OptionOf))}";
            throw new ArgumentException($"{Name} cannot be narrowed with {OptionOf(asked)}. {known}.");
        }
    }

    /// <summary>The command line's option for one of <see cref="Filters"/>, such as <c>--operation-types</c>.</summary>
    public static string OptionOf(string filter) => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(filter)}";
}
