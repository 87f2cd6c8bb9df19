using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Three brokers, which tests stop and crash one at a time; all three run again when a test ends.</summary>
public sealed class ThreeBrokersFixture() : KafkaBrokerFixture(() => KafkaBroker.StartOwnAsync("--nodes", "3"));
