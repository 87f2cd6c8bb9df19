using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>A broker that lets a transaction be open for five seconds, and never ends one that is open for longer: as if its coordinator had lost it.</summary>
public sealed class HangingTransactionsFixture() : KafkaBrokerFixture(() => KafkaBroker.StartOwnAsync(
    "--set", "transaction.max.timeout.ms=5000", "--set", "transaction.abort.timed.out.transaction.cleanup.interval.ms=3600000"));
