using KafkaStellar.IntegrationTests.Sink;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Records of raw-ledgers that are gone: the source goes on where the topic truly ended, or says that it cannot know.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class DeletedRecordsTests(ProxiedBrokerFixture broker)
{
    [SkippableFact]
    public async Task A_source_whose_topic_was_emptied_does_not_begin_the_lake_again_unless_it_is_told_where()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        GrowingLake lake = new(await road.SimulateAsync("whole", 80, 1), road.PathOf("growing"));
        lake.Grow(69); // 2 to 70: partitions 0 and 1
        await road.SourceAsync(lake.Folder);
        await KafkaTool.DeleteRecordsAsync(server, road.TopicOf("raw_ledgers"), 0, 1);

        CommandResult refused = await road.RunAsync("source", "--lake", lake.Folder);

        refused.ExitCode.ShouldBe(3, refused.Error);
        refused.Error.ShouldContain($"{road.TopicOf("raw_ledgers")}/0 has no record left before its end at offset ");
        refused.Error.ShouldContain("--from LEDGER");
        road.Ledgers("raw_ledgers").ShouldBeEmpty();

        lake.Grow(2);
        CommandResult told = await road.DoneAsync("source", "--lake", lake.Folder, "--from", "71");
        lake.Grow(80);
        await road.SourceAsync(lake.Folder);

        told.Error.ShouldContain("beginning at ledger 71, because --from says so");
        road.Ledgers("raw_ledgers").ShouldBe(Between(71, 81));
    }

    [SkippableTheory]
    [InlineData(70, 0, true)] // the next ledger's own partition tells: 70 is there
    [InlineData(70, 1, false)] // 63 is the last that is left; 64 would be where nothing is left
    [InlineData(63, 0, false)]
    public async Task A_source_goes_on_where_one_partition_was_emptied_only_if_the_others_tell_the_last_ledger(int last, int emptied, bool goesOn)
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 80, 1);
        await road.DoneAsync("source", "--lake", lake, "--to", $"{last}");
        await KafkaTool.DeleteRecordsAsync(server, road.TopicOf("raw_ledgers"), emptied);
        IReadOnlyList<uint> left = road.Ledgers("raw_ledgers");

        CommandResult result = await road.RunAsync("source", "--lake", lake);

        result.ExitCode.ShouldBe(goesOn ? 0 : 3, result.Error);
        road.Ledgers("raw_ledgers").ShouldBe(goesOn ? [.. left, .. Between((uint)last + 1, 81)] : left);
    }

    [SkippableFact]
    public async Task What_was_never_committed_is_not_missed()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 10, 1);
        await using (WorkerProcess source = road.Start(new Sabotage("commit.before@1:kill"), "source", "--lake", lake))
        {
            (await source.WaitForExitAsync(Road.Limit)).ShouldBe(128 + (int)ProcessSignal.Kill, source.Error);
        }

        await road.SourceAsync(lake);

        road.Ledgers("raw_ledgers").ShouldBe(Between(2, 11));
    }

    [SkippableFact]
    public async Task A_topic_that_is_made_anew_under_a_source_is_begun_with_the_lakes_first_ledger()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        GrowingLake lake = new(await road.SimulateAsync("whole", 20, 1), road.PathOf("growing"));
        lake.Grow(10);
        await using WorkerProcess source = road.Start("source", "--lake", lake.Folder, "--follow", "--poll-interval", "00:00:00.100");
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count == 10, source);

        await KafkaTool.RunAsync(server, "topics", "--delete", "--topic", road.TopicOf("raw_ledgers"));
        await Task.Delay(1000);
        (await road.RunAsync("topics apply")).ExitCode.ShouldBe(0);
        lake.Grow(20);

        (await source.WaitForExitAsync(Road.Limit)).ShouldBe(1, source.Error);
        source.Error.ShouldContain("was deleted and made anew");
        road.Ledgers("raw_ledgers").ShouldBeEmpty();
        await road.SourceAsync(lake.Folder);
        road.Ledgers("raw_ledgers").ShouldBe(Between(2, 21));
    }

    private static IEnumerable<uint> Between(uint first, uint last) => Enumerable.Range((int)first, (int)(last - first) + 1).Select(ledger => (uint)ledger);
}
