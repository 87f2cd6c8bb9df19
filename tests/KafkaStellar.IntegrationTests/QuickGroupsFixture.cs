using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>A broker that misses a dead member of a group after a second: under its own protocol a member's session is the broker's affair.</summary>
public sealed class QuickGroupsFixture() : KafkaBrokerFixture(() => KafkaBroker.StartOwnAsync(
    "--set", "group.consumer.session.timeout.ms=1000", "--set", "group.consumer.heartbeat.interval.ms=200"));
