using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Three brokers, of which one after the other goes and comes back while source and extractor work: coordinators and leaders move.</summary>
[Collection(BrokerFaultCollection.Name)]
public sealed class BrokerFaultTests(ThreeBrokersFixture brokers)
{
    private const int Ledgers = 700;
    private const string Datasets = "ledgers transactions";
    private static readonly string[] s_datasets = Datasets.Split(' ');

    [SkippableTheory]
    [InlineData("crashes")]
    [InlineData("is stopped in good order")]
    public async Task Nothing_is_lost_or_doubled_while_each_broker(string goes)
    {
        KafkaBroker kafka = await brokers.BrokerAsync();
        using Road road = await Road.OpenAsync(kafka, Road.Standalone);
        var lake = new GrowingLake(await road.SimulateAsync("whole", Ledgers, 1), road.PathOf("growing"));
        lake.Grow(100);
        await using WorkerProcess source = road.Start("source", "--lake", lake.Folder, "--follow", "--poll-interval", "00:00:00.050");
        await using WorkerProcess extract = road.Start($"extract {Datasets}");
        await extract.WaitForAsync("Extracted ledger", Road.Limit);

        using var over = new CancellationTokenSource();
        Task coming = ComeAsync(lake, over.Token);
        try
        {
            for (int node = 1; node <= 3; node++)
            {
                if (goes == "crashes") await kafka.KillAsync(node);
                else await kafka.StopAsync(node);
                await kafka.StartAgainAsync(node);
            }
        }
        finally
        {
            await over.CancelAsync();
            await coming;
        }

        lake.Grow(Ledgers);
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count >= Ledgers, source, extract);
        await SimulatedRoadTests.UntilAsync(() => road.HasAll(Ledgers, "ledgers", "transactions"), source, extract);

        (await source.StopAsync(Road.Limit)).ShouldBe(0, source.Error);
        (await extract.StopAsync(Road.Limit)).ShouldBe(0, extract.Error);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
        road.ShouldCoverTheInputOnce(s_datasets);
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    // Ledgers come all the time, so that each broker goes in the middle of transactions.
    private static async Task ComeAsync(GrowingLake lake, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            lake.Grow(1);
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
