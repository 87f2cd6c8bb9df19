using KafkaStellar.Lake;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>Two sinks of one id that both think that a partition is theirs: the lake is a quiet run's, and whoever was late says so.</summary>
[Collection(SinkFaultCollection.Name)]
public sealed class TwoSinksTests(KafkaBrokerFixture broker, FilledRoad filled)
{
    private const string Late = "may not commit any more";
    private const string NotAlone = "Two sinks with one id work at the same time";

    [SkippableTheory]
    [InlineData("Z1 with files that it has made and not declared", "declare.before@2", NotAlone)]
    [InlineData("Z2 between its declaration and its first file", "publish.before@1", Late)]
    [InlineData("Z2 between two files of a declaration", "publish.before@2", Late)]
    public async Task A_sink_that_wakes_in_the_middle_of_what_another_has_finished_adds_nothing_to_it(string point, string place, string says)
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        string id = FilledRoad.NewId(), lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch");
        await using WorkerProcess zombie = road.Start(new Sabotage($"{place}:stop"), "sink ledgers", FilledRoad.OptionsOf(id, lake, "--scratch", scratch));
        await zombie.WaitForAsync($"{place.Split('@')[0]}: stop.", Road.Limit);

        (await SinkInProcess.RunAsync(road, new FolderStore(lake), FilledRoad.SettingsOf(id))).ShouldBe(0, point);
        await filled.ShouldBeAsQuietAsync(lake, point);
        await zombie.ResumeAsync(Road.Limit);

        (await zombie.WaitForExitAsync(Road.Limit)).ShouldBe(0, zombie.Error);
        zombie.Error.ShouldContain(says);
        await filled.ShouldHaveEndedWellAsync(filled.GroupOf(id), lake, scratch, point);
    }

    // The group follows from the id, so that nobody can do this by mistake; but the lake does not rest on it.
    [SkippableFact]
    public async Task Two_sinks_of_one_id_in_two_groups_write_each_row_once_and_one_of_them_says_that_it_is_not_alone()
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        string id = FilledRoad.NewId(), lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch");
        var alone = new Sabotage("declare.before@1:stop") { Without = "one group" };
        await using WorkerProcess one = road.Start(alone, "sink ledgers", FilledRoad.OptionsOf(id, lake, "--scratch", scratch));
        await using WorkerProcess other = road.Start(alone, "sink ledgers", FilledRoad.OptionsOf(id, lake, "--scratch", scratch));
        foreach (WorkerProcess sink in (WorkerProcess[])[one, other]) await sink.WaitForAsync("declare.before: stop.", Road.Limit);

        foreach (WorkerProcess sink in (WorkerProcess[])[one, other]) await sink.ResumeAsync(Road.Limit);

        foreach (WorkerProcess sink in (WorkerProcess[])[one, other]) (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(0, sink.Error);
        (one.Error + other.Error).ShouldContain(NotAlone);
        foreach (WorkerProcess sink in (WorkerProcess[])[one, other]) await filled.ShouldHaveEndedWellAsync($"sink-{sink.Id}", lake, scratch, "Z3");
    }
}
