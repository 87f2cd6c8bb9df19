using KafkaStellar.Lake;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>Sinks that are killed (SIGKILL) where their store does not see it: while they read, write to their scratch, name a file, and commit.</summary>
[Collection(SinkFaultCollection.Name)]
public sealed class KilledSinkTests(KafkaBrokerFixture broker, FilledRoad filled)
{
    [SkippableTheory]
    [InlineData("S1 with a first message that is not decoded", "take.before@1")]
    [InlineData("S1 with a message that is not decoded, among others that wait", "take.before@33")]
    [InlineData("S8 before a commit", "ack.before@1")]
    [InlineData("S9 after a commit", "ack.after@2")]
    public async Task A_sink_that_is_killed_between_the_topic_and_the_lake_leaves_nothing_half(string point, string place)
    {
        await KillAsync(point, (road, options) => Task.FromResult(road.Start(new Sabotage($"{place}:kill"), "sink ledgers", options)));
    }

    [SkippableTheory]
    [InlineData("S2 before a Parquet file has a byte", "write|.parquet$|1|kill")]
    [InlineData("S2 in the middle of a Parquet file", "write|.parquet$|1|half")]
    [InlineData("S2 in the middle of a later Parquet file", "write|.parquet$|5|half")]
    [InlineData("S2 before a Parquet file is on the disk", "fsync|.parquet$|2|kill")]
    [InlineData("S2 in the middle of rows that wait", "write|.arrows$|2|half")]
    public async Task A_sink_that_is_killed_in_the_middle_of_its_scratch_shows_nothing_of_it_and_the_next_tidies_it(string point, string rule)
    {
        await KillAsync(point, async (road, options) => road.Start(await new SystemFaults(rule).EnvironmentAsync(), "sink ledgers", options), killed =>
        {
            string torn = SystemFaults.PathOf(killed.Error);
            torn.ShouldStartWith(killed.Scratch);
            File.Exists(torn).ShouldBeTrue(point);
        });
    }

    // What a power failure may do besides: a name is only sure to stay when its folder was synced.
    [SkippableTheory]
    [InlineData("S10 in the middle of an intent", "write|/log/|2|half", false)]
    [InlineData("S10 before an intent is on the disk", "fsync|/log/|2|kill", false)]
    [InlineData("S10 before an intent has its name", "link|/log/|2|kill", false)]
    [InlineData("S10 when an intent has its name", "link|/log/|2|after", true)]
    [InlineData("S10 in the middle of a file", "write|.parquet.|2|half", false)]
    [InlineData("S10 before a file has its name", "link|.parquet|2|kill", false)]
    [InlineData("S10 when a file has its name", "link|.parquet|2|after", true)]
    public async Task An_object_is_there_whole_or_not_at_all_wherever_its_writer_was_killed(string point, string rule, bool isThere)
    {
        foreach (bool losesName in isThere ? (bool[])[false, true] : [false])
        {
            await KillAsync(point, async (road, options) => road.Start(await new SystemFaults(rule).EnvironmentAsync(), "sink ledgers", options), killed =>
            {
                string name = FinalNameOf(SystemFaults.PathOf(killed.Error));
                File.Exists(name).ShouldBe(isThere, point);
                if (losesName) File.Delete(name);
            });
        }
    }

    [SkippableFact]
    public async Task A_commit_of_which_the_answer_is_lost_is_done_again_and_changes_nothing()
    {
        await using ProxiedBroker kafka = await ProxiedBroker.StartAsync();
        using var own = new FilledRoad();
        Road road = await own.FillAsync(kafka.Broker);
        string id = FilledRoad.NewId(), lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch");
        kafka.Proxy.Fate = apiKey => apiKey == KafkaProxy.OffsetCommit && kafka.Proxy.Requests(apiKey) <= 2 ? RequestFate.CutAfter : RequestFate.Pass;

        await using WorkerProcess sink = road.Start(
            new Sabotage("") { BootstrapServers = kafka.Proxy.Address }, "sink ledgers", FilledRoad.OptionsOf(id, lake, "--scratch", scratch));
        (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(0, sink.Error);

        kafka.Proxy.Requests(KafkaProxy.OffsetCommit).ShouldBeGreaterThan(2);
        await own.ShouldHaveEndedWellAsync(own.GroupOf(id), lake, scratch, "S9");
    }

    // Kills a sink, looks at what it left, lets another go on, and judges what that one left.
    private async Task KillAsync(string point, Func<Road, string[], Task<WorkerProcess>> start, Action<Killed>? look = null)
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        Dictionary<string, string?> settings = FilledRoad.SettingsOfANewSink();
        string id = settings["Sink:Id"]!, lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch");
        settings["Sink:Scratch"] = scratch;
        await using (WorkerProcess sink = await start(road, FilledRoad.OptionsOf(id, lake, "--scratch", scratch)))
        {
            (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(128 + (int)ProcessSignal.Kill, $"{point}: {sink.Error}");
            await filled.ShouldHoldOnlyQuietFilesAsync(lake, point);
            await ShouldHaveWholeIntentsAsync(road, id, lake, point);
            look?.Invoke(new Killed(sink.Error, scratch));
        }

        (await SinkInProcess.RunAsync(road, new FolderStore(lake), settings)).ShouldBe(0, point);
        await filled.ShouldHaveEndedWellAsync(filled.GroupOf(id), lake, scratch, point);
    }

    // One that is empty or torn would be refused.
    private static async Task ShouldHaveWholeIntentsAsync(Road road, string id, string lake, string because)
    {
        var log = new IntentLog(new FolderStore(lake), id);
        foreach (TopicIncarnation topic in await log.IncarnationsAsync(road.TopicOf("ledgers"), default))
        {
            foreach (int partition in await log.PartitionsAsync(topic, default))
                (await log.ReadAsync(topic, partition, default)).ShouldAllBe(intent => intent.Messages + intent.GapOffsets == intent.End - intent.Start, because);
        }
    }

    // ".NAME.32 hex digits.tmp" is written, and becomes NAME.
    private static string FinalNameOf(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(".tmp", StringComparison.Ordinal) ? Path.Combine(Path.GetDirectoryName(path)!, name[1..^37]) : path;
    }

    private sealed record Killed(string Error, string Scratch);
}
