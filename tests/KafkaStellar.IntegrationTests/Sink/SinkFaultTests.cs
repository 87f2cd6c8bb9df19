using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>A sink that dies at each step of its protocol, over a real broker, and one that follows: the lake is a quiet run's, byte for byte.</summary>
[Collection(SinkFaultCollection.Name)]
public sealed class SinkFaultTests(KafkaBrokerFixture broker, FilledRoad filled)
{
    private const int Last = -1;

    /// <summary>Where it dies, by the names of the catalogue of faults.</summary>
    public static TheoryData<string, string, string, int, StoreFaultKind> Points => new()
    {
        { "S3 before its second declaration", "put", "/log/", 2, StoreFaultKind.DiesBefore },
        { "S4 the declaration's answer is lost", "put", "/log/", 2, StoreFaultKind.AnswerLost },
        { "S5 after its declaration, before it publishes", "put", "/log/", 2, StoreFaultKind.DiesAfter },
        { "S6 between two files of a declaration", "put", ".parquet", 2, StoreFaultKind.DiesBefore },
        { "S7 a published file's answer is lost", "put", ".parquet", 2, StoreFaultKind.AnswerLost },
        { "S8 after it has published, before it commits", "put", ".parquet", Last, StoreFaultKind.DiesAfter },
    };

    [SkippableTheory]
    [MemberData(nameof(Points))]
    public async Task Wherever_a_sink_dies_the_next_leaves_what_a_quiet_run_leaves(string point, string call, string key, int at, StoreFaultKind kind)
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        Dictionary<string, string?> settings = FilledRoad.SettingsOfANewSink();
        int files = (await filled.QuietAsync()).Count;
        files.ShouldBeGreaterThan(3); // some declarations have several
        var fault = new StoreFault(road.PathOf($"lake-{settings["Sink:Id"]}"), call, key, at == Last ? files : at, kind);

        int code = await SinkInProcess.RunAsync(road, fault, settings);
        fault.HasFailed.ShouldBeTrue(point);
        code.ShouldBe(kind == StoreFaultKind.AnswerLost ? 0 : 1, point);
        (await SinkInProcess.RunAsync(road, new FolderStore(fault.Name), settings)).ShouldBe(0, point);

        await filled.ShouldBeAsQuietAsync(fault.Name, point);
    }

    // The bytes that every other lake here is compared with, read by other people's code.
    [SkippableFact]
    public async Task An_independent_reader_finds_each_ledger_once_in_the_lake_of_a_quiet_run()
    {
        await filled.FillAsync(await broker.BrokerAsync());
        await filled.QuietAsync();

        (await filled.QuietLake.LedgersByPeerAsync("ledgers")).ShouldBe(Enumerable.Range(2, FilledRoad.Ledgers).Select(ledger => (uint)ledger));
    }

    // S12: the files of a declaration are made again by the fourth.
    [SkippableFact]
    public async Task Sinks_that_die_while_they_open_and_make_files_again_hinder_nobody()
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        Dictionary<string, string?> settings = FilledRoad.SettingsOfANewSink();
        string lake = road.PathOf($"lake-{settings["Sink:Id"]}");
        await SinkInProcess.RunAsync(road, new StoreFault(lake, "put", "/log/", 2, StoreFaultKind.DiesAfter), settings);

        foreach ((string call, string key) in ((string, string)[])[("list", "/log/"), ("head", ".parquet"), ("put", ".parquet")])
        {
            var fault = new StoreFault(lake, call, key, 1, StoreFaultKind.DiesBefore);
            (await SinkInProcess.RunAsync(road, fault, settings)).ShouldBe(1);
            fault.HasFailed.ShouldBeTrue($"{call} {key}");
        }

        (await SinkInProcess.RunAsync(road, new FolderStore(lake), settings)).ShouldBe(0);
        await filled.ShouldBeAsQuietAsync(lake, "S12");
    }

    // Z1: it hangs with rows in its hand until another has published them.
    [SkippableFact]
    public async Task A_sink_that_wakes_after_another_has_published_its_rows_drops_them()
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        string lake = road.PathOf("zombie"), scratch = road.PathOf("zombie-scratch");
        await using WorkerProcess zombie = road.Start("sink ledgers", "--id", "zombie", "--lake", lake, "--scratch", scratch, "--max-age", "00:00:00", "--ledgers-per-file", "10000");
        await SimulatedRoadTests.UntilAsync(() => Directory.Exists(scratch) && Directory.GetFiles(scratch, "*.arrows", SearchOption.AllDirectories).Length > 0, zombie);
        zombie.Send(ProcessSignal.Pause);

        await road.DoneAsync("sink ledgers", "--id", "zombie", "--lake", lake, "--to-end");
        IReadOnlyDictionary<string, string> published = new ParquetLake(lake, road.Label).Hashes();
        await zombie.ResumeAsync(Road.Limit);

        (await zombie.StopAsync(Road.Limit)).ShouldBe(0, zombie.Error);
        published.Count.ShouldBePositive();
        new ParquetLake(lake, road.Label).Hashes().ShouldBe(published, ignoreOrder: true);
        (await new LakeAudit(lake).RunAsync(default)).Problems.ShouldBeEmpty();
    }

    // D7: messages of ledgers without transactions have no rows.
    [SkippableFact]
    public async Task Messages_without_rows_move_the_chain_and_the_offset_and_make_no_files()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.FillAsync(20, 0);
        await road.ExtractAsync();

        await road.DoneAsync("sink transactions", "--to-end", "--lake", road.Lake);

        var log = new IntentLog(new FolderStore(road.Lake), "lake");
        TopicIncarnation topic = (await log.IncarnationsAsync(road.TopicOf("transactions"), default)).ShouldHaveSingleItem();
        IReadOnlyList<Intent> chain = await log.ReadAsync(topic, 0, default);
        chain.Sum(intent => intent.Messages).ShouldBe(20);
        chain.Sum(intent => intent.Messages + intent.GapOffsets).ShouldBe(chain[^1].End);
        chain.ShouldAllBe(intent => intent.Files.Count == 0);
        new ParquetLake(road.Lake, road.Label).Paths().ShouldBeEmpty();
        (await new LakeAudit(road.Lake).RunAsync(default)).Problems.ShouldBeEmpty();
    }

    // A topic that is deleted and filled again under its name: what is in the lake stays, and only what is new is added.
    [SkippableFact]
    public async Task A_topic_that_is_made_anew_adds_only_the_ledgers_that_the_lake_has_not()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string ledgers = await road.SimulateAsync("ledgers", 40, 1);
        await road.DoneAsync("source", "--lake", ledgers, "--to", "25");
        await road.ExtractAsync();
        await road.DoneAsync("sink ledgers", "--to-end", "--lake", road.Lake);
        IReadOnlyDictionary<string, string> before = new ParquetLake(road.Lake, road.Label).Hashes();

        await KafkaTool.RunAsync(server, "topics", "--delete", "--topic", string.Join('|', ((string[])["raw_ledgers", "ledgers", "transactions"]).Select(road.TopicOf)));
        await road.DoneAsync("topics apply");
        await road.SourceAsync(ledgers);
        await road.ExtractAsync();
        await road.DoneAsync("sink ledgers", "--to-end", "--lake", road.Lake);

        IReadOnlyDictionary<string, string> after = new ParquetLake(road.Lake, road.Label).Hashes();
        before.ShouldAllBe(file => after[file.Key] == file.Value);
        after.Keys.Except(before.Keys).ShouldHaveSingleItem().ShouldEndWith("ledgers-00000-0000000026-0000000041.parquet");
        LakeAuditResult audit = await new LakeAudit(road.Lake).RunAsync(default);
        audit.Problems.ShouldBeEmpty();
        audit.Rows.ShouldBe(40);
    }
}
