using KafkaStellar.IntegrationTests.Sink;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>One broker for the faults of sinks, and topics that are filled; a test that changes topics has its own, by a network label of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SinkFaultCollection : ICollectionFixture<KafkaBrokerFixture>, ICollectionFixture<FilledRoad>
{
    public const string Name = "Faults of sinks";
}
