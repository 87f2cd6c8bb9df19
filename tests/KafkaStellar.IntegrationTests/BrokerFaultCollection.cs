using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Three brokers that tests stop and crash one at a time, and one more that is left in peace; all run when a test ends.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerFaultCollection : ICollectionFixture<ThreeBrokersFixture>, ICollectionFixture<KafkaBrokerFixture>
{
    public const string Name = "Faults of brokers";
}
