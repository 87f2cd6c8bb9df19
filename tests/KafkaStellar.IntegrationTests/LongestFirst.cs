using Xunit.Abstractions;

namespace KafkaStellar.IntegrationTests;

/// <summary>Begins with the collections that take longest, so that none of them is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_longest =
        [BrokerCollection.Name, SinkFaultCollection.Name, UnitFaultCollection.Name, BrokerFaultCollection.Name, nameof(TransactionFaultTests), nameof(RebalanceTests)];

    /// <summary>Those of the list in its order, then the others as they come.</summary>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(one => Array.FindIndex(s_longest, name => one.DisplayName.EndsWith(name, StringComparison.Ordinal)) is var place and >= 0 ? place : s_longest.Length);
}
