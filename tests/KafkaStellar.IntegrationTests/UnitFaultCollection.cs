using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>One broker for the faults of sources, extractors and the network; each test has topics of its own, by a network label of its own.</summary>
[CollectionDefinition(Name)]
public sealed class UnitFaultCollection : ICollectionFixture<ProxiedBrokerFixture>
{
    public const string Name = "Faults of units";
}
