using KafkaStellar.Testing;

// One broker and two cores: tests at the same time would only be in each other's way.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace KafkaStellar.IntegrationTests;

/// <summary>One broker for all tests; each test has topics of its own, by a network label of its own.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<KafkaBrokerFixture>
{
    public const string Name = "One broker";
}
