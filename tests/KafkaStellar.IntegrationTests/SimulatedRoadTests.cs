using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

[Collection(BrokerCollection.Name)]
public sealed class SimulatedRoadTests(KafkaBrokerFixture broker)
{
    private const int Ledgers = 300;
    private const int Transactions = 20;

    [SkippableFact]
    public async Task Three_workers_at_once_carry_five_partitions_of_ledgers_to_Parquet()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string ledgers = await road.SimulateAsync("ledgers", Ledgers, Transactions);
        var lake = new ParquetLake(road.Lake, road.Label);
        await using WorkerProcess sink = road.Start("sink ledgers transactions", "--lake", road.Lake, "--max-age", "00:00:01");
        await using WorkerProcess extract = road.Start("extract ledgers transactions");

        await road.SourceAsync(ledgers);
        await UntilAsync(() => lake.Count("ledgers") >= Ledgers && lake.Count("transactions") >= Ledgers * Transactions, extract, sink);

        (await extract.StopAsync(Road.Limit)).ShouldBe(0, extract.Error);
        (await sink.StopAsync(Road.Limit)).ShouldBe(0, sink.Error);
        await VerifyAsync(road, lake, ledgers);
        road.Messages("transactions").Select(message => message.Position.Partition).Distinct().ShouldBe([0, 1, 2, 3, 4]);
    }

    [SkippableFact]
    public async Task A_source_that_is_told_to_follow_carries_ledgers_as_they_come()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string whole = await road.SimulateAsync("whole", 6, 1);
        var growing = new GrowingLake(whole, road.PathOf("growing"));
        growing.Grow(2);
        await using WorkerProcess source = road.Start("source", "--lake", growing.Folder, "--follow", "--poll-interval", "00:00:00.100");
        await UntilAsync(() => road.Ledgers("raw_ledgers").Count == 2, source);

        growing.Grow(4);
        await UntilAsync(() => road.Ledgers("raw_ledgers").Count == 6, source);

        (await source.StopAsync(Road.Limit)).ShouldBe(0, source.Error);
        road.Ledgers("raw_ledgers").ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
    }

    /// <summary>Waits until something is so, while some workers run.</summary>
    internal static async Task UntilAsync(Func<bool> isSo, params WorkerProcess[] workers)
    {
        long deadline = Environment.TickCount64 + (long)Road.Limit.TotalMilliseconds;
        while (!isSo())
        {
            foreach (WorkerProcess worker in workers) worker.HasExited.ShouldBeFalse(worker.Error);
            if (Environment.TickCount64 > deadline) throw new TimeoutException(string.Join('\n', workers.Select(worker => worker.Error)));
            await Task.Delay(200);
        }
    }

    internal static async Task VerifyAsync(Road road, ParquetLake lake, string ledgers, string sinkId = "lake")
    {
        string[] files = Directory.GetFiles(ledgers, "*.xdr.zst", SearchOption.AllDirectories);
        foreach (string dataset in (string[])["ledgers", "transactions"])
        {
            lake.ShouldHoldTheRowsOf(dataset, await road.ExpectedAsync(dataset, files));
            lake.ShouldBeInOrder(dataset);
        }

        await lake.ShouldBeAsItsIntentsSayAsync(sinkId, "ledgers", "transactions");
        road.Messages("dead_letters").ShouldBeEmpty();
    }
}
