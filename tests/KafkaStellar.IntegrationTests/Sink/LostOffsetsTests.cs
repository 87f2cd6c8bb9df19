using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>What Kafka knows of a sink is lost or changed, or the messages that it must go on with are: the lake's own record decides.</summary>
[Collection(SinkFaultCollection.Name)]
public sealed class LostOffsetsTests(KafkaBrokerFixture broker, FilledRoad filled)
{
    [SkippableTheory]
    [InlineData("--delete")]
    [InlineData("--reset-offsets --execute --topic {topic} --to-offset 5")]  // in the middle of the first declaration, before the last
    [InlineData("--reset-offsets --execute --topic {topic} --to-offset 25")] // in the middle of the last
    [InlineData("--reset-offsets --execute --topic {topic} --to-datetime 2000-01-01T00:00:00.000")]
    public async Task Whatever_an_operator_does_to_the_group_no_row_is_doubled_or_left_out(string change)
    {
        KafkaBroker server = await broker.BrokerAsync();
        Road road = await filled.FillAsync(server);
        string id = FilledRoad.NewId(), lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch");
        await using (WorkerProcess sink = road.Start(new Sabotage("ack.after@2:wait=1000"), "sink ledgers", FilledRoad.OptionsOf(id, lake, "--scratch", scratch)))
        {
            await sink.WaitForAsync("Fault point ack.after", Road.Limit);
            (await sink.StopAsync(Road.Limit)).ShouldBe(0, sink.Error);
        }

        string[] options = change.Replace("{topic}", road.TopicOf("ledgers"), StringComparison.Ordinal).Split(' ');
        await KafkaTool.RunAsync(server, "consumer-groups", ["--group", filled.GroupOf(id), .. options]);

        var settings = new Dictionary<string, string?>(FilledRoad.SettingsOf(id)) { ["Sink:Scratch"] = scratch };
        (await SinkInProcess.RunAsync(road, new FolderStore(lake), settings)).ShouldBe(0);
        await filled.ShouldHaveEndedWellAsync(filled.GroupOf(id), lake, scratch, change);
    }

    [SkippableFact]
    public async Task Where_retention_passed_the_place_to_go_on_a_sink_stops_and_declares_a_gap_only_when_it_is_told_to()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string ledgers = await road.SimulateAsync("ledgers", 40, 1);
        await road.DoneAsync("source", "--lake", ledgers, "--to", "21");
        await road.ExtractAsync();
        await SinkAsync(road);
        IReadOnlyDictionary<string, string> before = new ParquetLake(road.Lake, road.Label).Hashes();
        await road.SourceAsync(ledgers);
        await road.ExtractAsync();
        await DeleteBeforeAsync(server, road, ledger: 31);

        CommandResult refused = await road.RunAsync("sink ledgers", "--to-end", "--lake", road.Lake, "--max-age", "00:00:00");

        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain($"{road.TopicOf("ledgers")}/0: the sink must go on at offset ");
        refused.Error.ShouldContain("--on-gap continue");
        new ParquetLake(road.Lake, road.Label).Hashes().ShouldBe(before, ignoreOrder: true);

        await SinkAsync(road, "--on-gap", "continue");
        await SinkAsync(road); // what was declared is not asked about again

        IReadOnlyDictionary<string, string> after = new ParquetLake(road.Lake, road.Label).Hashes();
        before.ShouldAllBe(file => after[file.Key] == file.Value);
        LakeAuditResult audit = await new LakeAudit(road.Lake).RunAsync(default);
        audit.Rows.ShouldBe(20 + 11);
        audit.Problems.Where(problem => problem.Contains("the topic lost these offsets", StringComparison.Ordinal)).ShouldHaveSingleItem();
        audit.Problems.Where(problem => problem.Contains(": ledger ", StringComparison.Ordinal) && problem.Contains(" is missing. ", StringComparison.Ordinal)).Count().ShouldBe(9);
        audit.Problems.Where(problem => problem.Contains("ledgers 22 to 30 of this partition are in no intent.", StringComparison.Ordinal)).ShouldHaveSingleItem();
        audit.Problems.Count.ShouldBe(1 + 9 + 1);
        road.Lag($"kafkastellar-sink-{road.Label}-lake", ["ledgers"]).ShouldBe(GroupOffsets.AllAtTheEnd);
    }

    private static Task<CommandResult> SinkAsync(Road road, params string[] options) =>
        road.DoneAsync("sink ledgers", ["--to-end", "--lake", road.Lake, "--max-age", "00:00:00", .. options]);

    private static async Task DeleteBeforeAsync(KafkaBroker server, Road road, uint ledger)
    {
        long offset = road.Messages("ledgers").First(message => message.Identity().Ledgers.First == ledger).Position.Offset;
        string which = road.PathOf("delete.json");
        await File.WriteAllTextAsync(which, $$"""{"partitions":[{"topic":"{{road.TopicOf("ledgers")}}","partition":0,"offset":{{offset}}}],"version":1}""");
        await KafkaTool.RunAsync(server, "delete-records", "--offset-json-file", which);
    }
}
