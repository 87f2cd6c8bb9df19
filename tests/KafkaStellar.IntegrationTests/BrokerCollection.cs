using KafkaStellar.Testing;

// Most of what these tests do is wait for processes and brokers: four at a time keep two cores busy.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer("KafkaStellar.IntegrationTests.LongestFirst", "KafkaStellar.IntegrationTests")]

namespace KafkaStellar.IntegrationTests;

/// <summary>One broker for the roads; each test has topics of its own, by a network label of its own.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<KafkaBrokerFixture>
{
    public const string Name = "Roads";
}
