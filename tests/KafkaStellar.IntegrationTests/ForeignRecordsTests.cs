using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>Records in raw-ledgers that no source wrote: they stop nobody, and are dead letters once.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class ForeignRecordsTests(ProxiedBrokerFixture broker)
{
    // Kafka's own partitioner takes it to partition 0, where the first ledgers stand.
    private const string Key = "k5";

    [SkippableFact]
    public async Task A_source_looks_behind_foreign_records_at_the_topics_end_and_the_extractor_sets_them_aside()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 30, 1);
        OutgoingMessage sound = (await road.RawMessagesAsync(lake))[0];
        await road.DoneAsync("source", "--lake", lake, "--to", "11");
        await WriteByHandAsync(server, road, $"{Key}\tNULL");
        await WriteByHandAsync(server, road, $"{Key}\tnothing of ours");
        road.Write([sound with { Headers = sound.Headers with { Dataset = "transactions" } }]);

        CommandResult next = await road.DoneAsync("source", "--lake", lake, "--to", "21");
        await road.SourceAsync(lake);
        await road.ExtractAsync();

        next.Error.ShouldContain($"{road.TopicOf("raw_ledgers")}/0/");
        next.Error.ShouldContain("is not its writer's");
        OwnLedgers(road).ShouldBe(Enumerable.Range(2, 30).Select(ledger => (uint)ledger));
        road.Ledgers("ledgers").ShouldBe(Enumerable.Range(2, 30).Select(ledger => (uint)ledger));
        road.DeadLetters().Count.ShouldBe(3);
    }

    [SkippableFact]
    public async Task A_source_looks_behind_thousands_of_foreign_records()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 30, 1);
        await road.DoneAsync("source", "--lake", lake, "--to", "11");
        OutgoingMessage sound = (await road.RawMessagesAsync(lake))[15];
        road.Write(Enumerable.Range(0, 3000).Select(_ => sound with { Value = [1, 2, 3] }));

        CommandResult next = await road.DoneAsync("source", "--lake", lake);

        next.Error.Split('\n').Count(line => line.Contains("is not its writer's", StringComparison.Ordinal)).ShouldBe(1, next.Error);
        OwnLedgers(road).ShouldBe(Enumerable.Range(2, 30).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_topic_that_has_foreign_records_only_is_begun_with_the_lakes_first_ledger()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        await WriteByHandAsync(server, road, $"{Key}\tNULL");

        await road.SourceAsync(await road.SimulateAsync("ledgers", 5, 1));

        OwnLedgers(road).ShouldBe([2u, 3u, 4u, 5u, 6u]);
    }

    private static IEnumerable<uint> OwnLedgers(Road road) =>
        road.Messages("raw_ledgers").Where(message => RawLedgers.On(road.Label).WhyForeign(message) is null).Select(message => message.Identity().Ledgers.First).Order();

    // A key, a tab and a value, of which NULL is none.
    private static Task WriteByHandAsync(KafkaBroker server, Road road, string record) => Command.OutputOfAsync(
        "sh",
        [
            "-c", "printf '%s\\n' \"$1\" | \"$2\" console-producer --bootstrap-server \"$3\" --topic \"$4\" --reader-property parse.key=true --reader-property null.marker=NULL",
            "sh", record, Path.Combine(SharedFolder.Require("kafka", "bin"), "kafka-tool"), server.BootstrapServers, road.TopicOf("raw_ledgers"),
        ],
        Road.Limit);
}
