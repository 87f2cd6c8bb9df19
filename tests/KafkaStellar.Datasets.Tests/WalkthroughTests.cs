using System.Text.Json;
using System.Text.RegularExpressions;
using KafkaStellar.Datasets.Upgrades;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>The README's walk-through of adding a dataset: what it shows is what is compiled here, and it works.</summary>
public sealed partial class WalkthroughTests
{
    [Theory]
    [InlineData("UpgradeRow.cs")]
    [InlineData("UpgradesTable.cs")]
    [InlineData("UpgradesExtractor.cs")]
    public void The_README_shows_the_file_as_it_is(string file) =>
        Blocks().ShouldContain(File.ReadAllText(Repository.PathOf("tests", "KafkaStellar.Datasets.Tests", "Upgrades", file)));

    [Fact]
    public void The_README_shows_no_other_code_there() => Blocks().Count().ShouldBe(3);

    [SkippableTheory]
    [InlineData("pubnet")]
    [InlineData("testnet")]
    [InlineData("core-with-classic-events")]
    public void The_dataset_of_the_walk_through_has_a_row_for_each_upgrade(string set)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        var network = new Network(set, ledgers.Passphrase);
        int upgrades = Golden.Read(set, "ledgers").Sum(row => row.GetProperty("upgrade_count").GetInt32());

        List<JsonElement> rows = BatchRows.Extract(UpgradesExtractor.Dataset, network, ledgers.LedgerCloseMetas(), new HashSet<string> { "ledger_seq", "upgrade_type" });

        rows.Count.ShouldBe(upgrades);
        rows.ShouldAllBe(row => row.GetProperty("upgrade_type").GetString()!.StartsWith("ledger_upgrade_"));
    }

    private static IEnumerable<string> Blocks() => CSharp().Matches(Section()).Select(block => block.Groups[1].Value);

    private static string Section()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        int start = readme.IndexOf("\n## Adding a dataset\n", StringComparison.Ordinal);
        return readme[start..readme.IndexOf("\n## ", start + 4, StringComparison.Ordinal)];
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
