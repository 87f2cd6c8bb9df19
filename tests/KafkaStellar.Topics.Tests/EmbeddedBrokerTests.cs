using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStellar.Topics.Tests;

public class EmbeddedBrokerTests
{
    private static readonly TopicContract Small = RawLedgers.Contract with { Partitions = 3 };

    [Fact]
    public async Task Topics_of_contracts_are_there_with_their_partitions()
    {
        using var broker = new EmbeddedBroker();
        broker.Apply([Small], "standalone");
        using var admin = new TopicAdmin(Clients(broker));

        (await admin.PartitionsAsync("stellar.standalone.raw-ledgers.v1")).ShouldBe(3);
        (await admin.CompareAsync([Small], "standalone")).ShouldBeEmpty();
        (await admin.ApplyAsync([Small], "standalone")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Differences_from_the_contract_are_sentences()
    {
        using var broker = new EmbeddedBroker();
        broker.Apply([Small], "standalone");
        using var admin = new TopicAdmin(Clients(broker));

        (await admin.CompareAsync([RawLedgers.Contract, DeadLetters.Contract], "standalone")).ShouldBe(
        [
            "stellar.standalone.raw-ledgers.v1 has 3 partitions; its contract promises 12.",
            "stellar.standalone.dead-letters.v1 does not exist.",
        ]);
        (await Should.ThrowAsync<TopicsException>(() => admin.ApplyAsync([RawLedgers.Contract], "standalone"))).Message.ShouldContain("12");
    }

    [Fact]
    public void A_topic_is_created_once_and_never_with_other_partitions()
    {
        using var broker = new EmbeddedBroker();
        broker.CreateTopic("topic", 2);
        broker.CreateTopic("topic", 2);
        Should.Throw<TopicsException>(() => broker.CreateTopic("topic", 3)).Message.ShouldContain("2 partitions");
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_waited_for_and_then_named()
    {
        var broker = new EmbeddedBroker();
        var clients = Clients(broker);
        broker.Dispose();
        using var admin = new TopicAdmin(clients);

        (await Should.ThrowAsync<TopicsException>(() => admin.WaitForClusterAsync(TimeSpan.FromSeconds(1), CancellationToken.None)))
            .Message.ShouldContain(broker.BootstrapServers);
    }

    [Fact]
    public void The_native_library_is_one_that_is_not_refused() => Librdkafka.Load().ShouldBeGreaterThanOrEqualTo(Librdkafka.Oldest);

    private static ClientFactory Clients(EmbeddedBroker broker) => new(broker.Options(), NullLoggerFactory.Instance);
}
