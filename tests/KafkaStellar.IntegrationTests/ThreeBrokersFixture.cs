using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Three brokers.</summary>
public sealed class ThreeBrokersFixture() : KafkaBrokerFixture(() => KafkaBroker.StartOwnAsync("--nodes", "3"));
