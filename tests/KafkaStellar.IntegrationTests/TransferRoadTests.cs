using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Token transfers on the road: raw-ledgers → transactions → ttp-events → Parquet.</summary>
[Collection(BrokerCollection.Name)]
public sealed class TransferRoadTests(KafkaBrokerFixture broker)
{
    [SkippableFact]
    public async Task Token_transfers_are_made_of_the_topic_of_transactions_each_once()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone, datasets: ["ledgers", "transactions", "token_transfers"]);
        string ledgers = await road.SimulateAsync("ledgers", 150, 10);
        await road.SourceAsync(ledgers);
        await road.ExtractAsync();

        await road.DoneAsync("extract token_transfers", "--to-end");
        await road.DoneAsync("extract token_transfers", "--to-end"); // finds nothing to do
        await road.DoneAsync("sink token_transfers", "--to-end", "--lake", road.Lake);

        var lake = new ParquetLake(road.Lake, road.Label);
        lake.ShouldHoldTheRowsOf("token_transfers", await road.ExpectedAsync("token_transfers", Directory.GetFiles(ledgers, "*.xdr.zst", SearchOption.AllDirectories)));
        road.Messages("token_transfers").ShouldAllBe(message => message.Identity().Source!.Value.Topic == road.TopicOf("transactions"));
        road.Ledgers("token_transfers").ShouldBe(road.Ledgers("transactions"));
        road.Messages("dead_letters").ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task One_process_extracts_transactions_and_token_transfers_at_once()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone, datasets: ["ledgers", "transactions", "token_transfers"]);
        string ledgers = await road.SimulateAsync("ledgers", 70, 3);
        await using WorkerProcess extract = road.Start("extract transactions token_transfers");

        await road.SourceAsync(ledgers);
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("token_transfers").Count == 70, extract);

        (await extract.StopAsync(Road.Limit)).ShouldBe(0, extract.Error);
        road.Ledgers("token_transfers").ShouldBe(road.Ledgers("raw_ledgers"));
        road.Messages("dead_letters").ShouldBeEmpty();
    }
}
