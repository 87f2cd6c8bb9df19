using KafkaStellar.IntegrationTests.Sink;
using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>raw-ledgers with another number of partitions than its contract's: which ledger stands where does not depend on the cluster.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class AddedPartitionsTests(ProxiedBrokerFixture broker)
{
    [SkippableFact]
    public async Task Partitions_that_are_added_while_a_source_runs_change_nothing()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        GrowingLake lake = new(await road.SimulateAsync("whole", 200, 1), road.PathOf("growing"));
        lake.Grow(70);
        await using WorkerProcess source = road.Start("source", "--lake", lake.Folder, "--follow", "--poll-interval", "00:00:00.100");
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count == 70, source);
        await AlterAsync(server, road, 24);
        lake.Grow(80);
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count == 150, source);
        (await source.StopAsync(Road.Limit)).ShouldBe(0, source.Error);

        lake.Grow(200);
        CommandResult next = await road.DoneAsync("source", "--lake", lake.Folder);
        await road.ExtractAsync();

        next.Error.ShouldContain("has 24 partitions; its contract promises 12");
        foreach (string dataset in (string[])["raw_ledgers", "ledgers", "transactions"])
            road.Ledgers(dataset).ShouldBe(Enumerable.Range(2, 200).Select(ledger => (uint)ledger));
        road.Messages("raw_ledgers").ShouldAllBe(message => message.Position.Partition == RawLedgers.Contract.PartitionOf(message.Identity().Ledgers.First));
    }

    [SkippableFact]
    public async Task A_topic_with_fewer_partitions_than_its_contract_is_refused()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 5, 1);
        await KafkaTool.RunAsync(server, "topics", "--delete", "--topic", road.TopicOf("raw_ledgers"));
        await SimulatedRoadTests.UntilAsync(() => CreateAsync(server, road).Result);

        CommandResult result = await road.RunAsync("source", "--lake", lake);

        result.ExitCode.ShouldBe(1, result.Error);
        result.Error.ShouldContain($"{road.TopicOf("raw_ledgers")} has 6 partitions; its contract promises 12");
    }

    [SkippableFact]
    public async Task A_writer_finds_a_partition_that_was_added_after_it_began()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        OutgoingMessage message = (await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 1, 1)))[0];
        using var writer = new TransactionalWriter(road.Clients, $"it-{Guid.NewGuid():N}", Compression.Zstd);
        writer.Send(message);
        writer.Commit();
        await AlterAsync(server, road, 13);

        writer.Send(message with { Partition = 12 });
        writer.Commit();

        road.Messages("raw_ledgers").Select(found => found.Position.Partition).ShouldBe([0, 12]);
    }

    private static Task<string> AlterAsync(KafkaBroker server, Road road, int partitions) =>
        KafkaTool.RunAsync(server, "topics", "--alter", "--topic", road.TopicOf("raw_ledgers"), "--partitions", $"{partitions}");

    // A topic that is being deleted keeps its name for a moment.
    private static async Task<bool> CreateAsync(KafkaBroker server, Road road)
    {
        try
        {
            await KafkaTool.RunAsync(server, "topics", "--create", "--topic", road.TopicOf("raw_ledgers"), "--partitions", "6");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
