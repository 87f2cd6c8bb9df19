using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Members of a group that come, go, die and stall, under both protocols of groups: each message is answered once, in order.</summary>
public sealed class RebalanceTests(QuickGroupsFixture broker) : IClassFixture<QuickGroupsFixture>
{
    private const int Ledgers = 1200; // over all twelve partitions
    private const string Datasets = "ledgers transactions";
    private static readonly string[] s_datasets = Datasets.Split(' ');

    [SkippableTheory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task Members_that_come_and_go_all_the_time_answer_every_message_once(string protocol)
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        var lake = new GrowingLake(await road.SimulateAsync("whole", Ledgers, 1), road.PathOf("growing"));
        lake.Grow(100);
        await using WorkerProcess source = road.Start("source", "--lake", lake.Folder, "--follow", "--poll-interval", "00:00:00.050");
        var members = new Queue<WorkerProcess>();
        try
        {
            for (int round = 0; !lake.IsWhole; round++)
            {
                lake.Grow(110);
                WorkerProcess member = Member(road, protocol, slot: round % 4);
                members.Enqueue(member);
                await member.WaitForAsync("from offset", Road.Limit);
                if (members.Count < 3) continue;
                WorkerProcess oldest = members.Dequeue();
                if (round % 2 == 0) await oldest.KillAsync();
                else (await oldest.StopAsync(Road.Limit)).ShouldBe(0, oldest.Error);
                await oldest.DisposeAsync();
            }

            foreach (WorkerProcess member in members) (await member.StopAsync(Road.Limit)).ShouldBe(0, member.Error);
        }
        finally
        {
            foreach (WorkerProcess member in members) await member.DisposeAsync();
        }

        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count >= Ledgers, source);
        (await source.StopAsync(Road.Limit)).ShouldBe(0, source.Error);
        // In all four slots, so that what those who were killed left open is ended, and readers see past it.
        await road.DoneAsync($"extract {Datasets}", "--to-end", "--units", "4", "--group-protocol", protocol);

        road.ShouldCoverTheInputOnce(s_datasets);
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task A_member_that_stalls_until_its_partitions_are_anothers_writes_nothing_for_them_when_it_wakes(string protocol)
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.FillAsync(100, 1);
        var stall = new Sabotage("send.after@50:wait=9000").WithKafka("MAXPOLLINTERVAL", "00:00:03");
        await using WorkerProcess stalled = road.Start(stall, $"extract {Datasets}", "--group-protocol", protocol);
        await stalled.WaitForAsync("Fault point send.after", Road.Limit);

        await road.DoneAsync($"extract {Datasets}", "--to-end", "--slot", "1", "--group-protocol", protocol);
        await stalled.WaitForAsync("may not commit any more", Road.Limit);

        (await stalled.StopAsync(Road.Limit)).ShouldBe(0, stalled.Error);
        await road.DoneAsync($"extract {Datasets}", "--to-end", "--group-protocol", protocol);
        road.ShouldCoverTheInputOnce(s_datasets);
    }

    [SkippableTheory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task A_member_that_is_slow_to_commit_when_its_partitions_are_asked_for_gives_them_back_committed(string protocol)
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.FillAsync(Ledgers, 1);
        await using WorkerProcess slow = road.Start(new Sabotage("commit.before:wait=1500"), $"extract {Datasets}", "--group-protocol", protocol);
        await slow.WaitForAsync("Fault point commit.before", Road.Limit);
        await using WorkerProcess second = Member(road, protocol, slot: 1);
        await slow.WaitForAsync("gives back", Road.Limit);

        await SimulatedRoadTests.UntilAsync(() => road.HasAll(Ledgers, "ledgers", "transactions"), slow, second);

        (await slow.StopAsync(Road.Limit)).ShouldBe(0, slow.Error);
        (await second.StopAsync(Road.Limit)).ShouldBe(0, second.Error);
        road.ShouldCoverTheInputOnce(s_datasets);
    }

    private static WorkerProcess Member(Road road, string protocol, int slot) =>
        road.Start($"extract {Datasets}", "--slot", $"{slot}", "--group-protocol", protocol);
}
