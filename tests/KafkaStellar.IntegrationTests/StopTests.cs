using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>SIGTERM: what is in hand is finished, and the exit code is 0.</summary>
[Collection(BrokerCollection.Name)]
public sealed class StopTests(KafkaBrokerFixture broker)
{
    [SkippableFact]
    public async Task A_sink_that_is_told_to_stop_publishes_the_rows_in_its_hand()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string ledgers = await road.SimulateAsync("ledgers", 39, 2); // 2 to 40
        await road.SourceAsync(ledgers);
        await road.ExtractAsync();
        string scratch = road.PathOf("scratch");
        var lake = new ParquetLake(road.Lake, road.Label);
        await using WorkerProcess sink = road.Start("sink ledgers", "--lake", road.Lake, "--scratch", scratch, "--ledgers-per-file", "16");
        await sink.WaitForAsync("ledgers 16 to 31, are durable", Road.Limit);
        await SimulatedRoadTests.UntilAsync(() => Directory.GetFiles(scratch, "*.arrows", SearchOption.AllDirectories).Length > 0, sink);
        lake.Paths("ledgers").Count.ShouldBe(2);

        (await sink.StopAsync(Road.Limit)).ShouldBe(0, sink.Error);

        lake.Paths("ledgers").Count.ShouldBe(3);
        lake.Paths("ledgers")[2].ShouldContain("ledgers-00000-0000000032-");
        Directory.GetFileSystemEntries(scratch).ShouldBeEmpty();
        await road.DoneAsync("sink ledgers", "--to-end", "--lake", road.Lake, "--ledgers-per-file", "16");
        lake.ShouldHoldTheRowsOf("ledgers", await road.ExpectedAsync("ledgers", Directory.GetFiles(ledgers, "*.xdr.zst", SearchOption.AllDirectories)));
    }

    [SkippableFact]
    public async Task An_extracting_worker_that_is_told_to_stop_commits_what_it_did_and_its_successor_goes_on()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string ledgers = await road.SimulateAsync("ledgers", 200, 20);
        await road.SourceAsync(ledgers);
        await using WorkerProcess extract = road.Start("extract ledgers transactions");
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("ledgers").Count > 0, extract);

        (await extract.StopAsync(Road.Limit)).ShouldBe(0, extract.Error);

        road.Ledgers("transactions").ShouldBe(road.Ledgers("ledgers"));
        await road.ExtractAsync();
        foreach (string dataset in (string[])["ledgers", "transactions"])
            road.Ledgers(dataset).ShouldBe(Enumerable.Range(2, 200).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_source_that_is_told_to_stop_ends_well_and_is_gone_on_with()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string ledgers = await road.SimulateAsync("ledgers", 30, 1);
        await using WorkerProcess source = road.Start("source", "--lake", ledgers, "--follow");
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count > 0, source);

        (await source.StopAsync(Road.Limit)).ShouldBe(0, source.Error);

        await road.SourceAsync(ledgers);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, 30).Select(ledger => (uint)ledger));
    }
}
