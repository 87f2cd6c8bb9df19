using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Two sources of one topic, started by mistake: one ends with a sentence that says so, and each ledger is there once.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class TwoSourcesTests(ProxiedBrokerFixture broker)
{
    private const int Ledgers = 12;

    [SkippableFact]
    public async Task The_older_source_is_fenced_and_stops_and_the_younger_one_goes_on_after_its_last_ledger()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        GrowingLake lake = await LakeAsync(road);
        lake.Grow(4);
        await using WorkerProcess older = Follow(road, lake);
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count == 4, older);
        await using WorkerProcess younger = Follow(road, lake);
        await younger.WaitForAsync("going on after it", Road.Limit);

        lake.Grow(Ledgers);

        (await older.WaitForExitAsync(Road.Limit)).ShouldBe(1, older.Error);
        older.Error.ShouldContain($"Another source has taken over {road.TopicOf("raw_ledgers")}");
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count >= Ledgers, younger);
        (await younger.StopAsync(Road.Limit)).ShouldBe(0, younger.Error);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_source_that_was_held_up_while_another_wrote_does_not_write_the_same_ledgers_under_a_new_epoch()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        GrowingLake lake = await LakeAsync(road);
        lake.Grow(4);
        // Each of its transactions begins with a new epoch, as after a broken connection: it would not learn that it was fenced.
        await using WorkerProcess older = road.Start(new Sabotage("begin.doubt:fail"), "source", Options(lake));
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count == 4, older);
        older.Send(ProcessSignal.Pause);
        lake.Grow(4);
        await road.DoneAsync("source", "--lake", lake.Folder);

        await older.ResumeAsync(Road.Limit);

        (await older.WaitForExitAsync(Road.Limit)).ShouldBe(1, older.Error);
        older.Error.ShouldContain("another source has written meanwhile");
        lake.Grow(Ledgers);
        await road.DoneAsync("source", "--lake", lake.Folder);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
    }

    [SkippableTheory]
    [InlineData("begin.after@2")]
    [InlineData("send.after@7")]
    [InlineData("commit.before@2")]
    [InlineData("commit.after@2")]
    public async Task A_source_killed_at_any_step_of_a_transaction_is_gone_on_with_after_the_last_ledger_in_the_topic(string step)
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        GrowingLake lake = await LakeAsync(road);
        lake.Grow(Ledgers);
        await using (WorkerProcess source = road.Start(new Sabotage($"send.after@5:wait=600,{step}:kill"), "source", "--lake", lake.Folder))
        {
            (await source.WaitForExitAsync(Road.Limit)).ShouldBe(128 + (int)ProcessSignal.Kill, source.Error);
        }

        await road.DoneAsync("source", "--lake", lake.Folder);

        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_source_that_has_to_abort_sends_the_same_ledgers_again()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        GrowingLake lake = await LakeAsync(road);
        lake.Grow(Ledgers);
        await using WorkerProcess source = road.Start(new Sabotage("send.after@5:wait=600,commit.before@1:fail,commit.before@3:fail"), "source", "--lake", lake.Folder);

        (await source.WaitForExitAsync(Road.Limit)).ShouldBe(0, source.Error);

        source.Error.ShouldContain("aborts its transaction and does it again");
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
    }

    private static WorkerProcess Follow(Road road, GrowingLake lake) => road.Start("source", Options(lake));

    private static string[] Options(GrowingLake lake) => ["--lake", lake.Folder, "--follow", "--poll-interval", "00:00:00.100"];

    private static async Task<GrowingLake> LakeAsync(Road road) => new(await road.SimulateAsync("whole", Ledgers, 1), road.PathOf("growing"));
}
