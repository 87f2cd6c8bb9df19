using System.Text.Json;
using KafkaStellar.Testing;
using static KafkaStellar.Datasets.Tests.StellarEtlDifferences;

namespace KafkaStellar.Datasets.Tests;

/// <summary><c>operation_data</c> of every operation that stellar-etl has told, field by field and in both directions.</summary>
[Collection(StellarEtlCollection.Name)]
public sealed class StellarEtlDetailsTests(StellarEtlOperations operations)
{
    private const int Shown = 20;

    public static TheoryData<string> Sets => [.. RealLedgers.SetsWithEtlRows];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Every_detail_is_that_of_stellar_etl_or_is_listed_with_its_reason(string set)
    {
        operations.ToldOf(set).ShouldNotBeEmpty();
        Differences(set).Where(one => one.Reason is null).Take(Shown).Select(one => $"{one.Place} {one.Detail}").ShouldBeEmpty();
    }

    [SkippableFact]
    public void Every_listed_difference_is_there()
    {
        HashSet<(string Field, Listed Listed)> found = [.. RealLedgers.SetsWithEtlRows.SelectMany(Differences).Where(one => one.Reason is not null).Select(one => (one.Detail.Name, one.Reason!))];

        All.SelectMany(listed => listed.Fields.Select(field => (Field: field, Listed: listed))).Except(found).Select(one => $"{one.Field}: {one.Listed.Reason}").ShouldBeEmpty();
    }

    private IEnumerable<(string Place, StellarEtlDetail Detail, Listed? Reason)> Differences(string set)
    {
        foreach ((JsonElement theirs, JsonElement ours) in operations.ToldOf(set))
        {
            foreach (StellarEtlDetail detail in StellarEtlDetail.DifferencesBetween(theirs, ours))
                yield return ($"operation {theirs.GetProperty("id")}", detail, All.FirstOrDefault(listed => listed.Fields.Contains(detail.Name) && listed.Explains(detail)));
        }
    }
}
