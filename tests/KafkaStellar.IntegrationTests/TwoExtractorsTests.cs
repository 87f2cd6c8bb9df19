using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Two extractors in one slot, started by mistake or because the first seemed dead: the older ends with a sentence, and each row is there once.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class TwoExtractorsTests(ProxiedBrokerFixture broker)
{
    private const string Datasets = "ledgers transactions";

    [SkippableTheory]
    [InlineData("send.after@31")]
    [InlineData("commit.before@2")]
    public async Task One_that_hung_within_a_transaction_while_another_did_its_work_is_fenced_and_ends(string step)
    {
        using Road road = await OpenAsync(ledgers: 40);
        // Longer than the other takes: a transaction that is overdue tells nothing of another writer.
        Sabotage hung = new Sabotage($"send.after@20:wait=300,{step}:stop").WithKafka("TRANSACTIONTIMEOUT", "00:15:00");
        await using WorkerProcess older = road.Start(hung, $"extract {Datasets}");
        await older.WaitForAsync(": stop.", Road.Limit);
        await road.DoneAsync($"extract {Datasets}", "--to-end");

        await older.ResumeAsync(Road.Limit);

        await ShouldEndFencedAsync(older, road);
        await ShouldBeThereOnceAsync(road);
    }

    [SkippableFact]
    public async Task The_older_of_two_that_work_at_the_same_time_is_fenced_and_ends_and_the_younger_does_the_rest()
    {
        // As many ledgers as give each partition some: each of the two has some of them.
        using Road road = await OpenAsync(ledgers: 0);
        await using WorkerProcess older = road.Start($"extract {Datasets}");
        await older.WaitForAsync("is ready to write", Road.Limit);
        await using WorkerProcess younger = road.Start($"extract {Datasets}");
        await younger.WaitForAsync("is ready to write", Road.Limit);

        await road.SourceAsync(await road.SimulateAsync("ledgers", 768, 1));

        await ShouldEndFencedAsync(older, road);
        await SimulatedRoadTests.UntilAsync(() => road.HasAll(768, Datasets.Split(' ')), younger);
        (await younger.StopAsync(Road.Limit)).ShouldBe(0, younger.Error);
        await ShouldBeThereOnceAsync(road);
    }

    private static async Task ShouldEndFencedAsync(WorkerProcess extract, Road road)
    {
        (await extract.WaitForExitAsync(Road.Limit)).ShouldBe(1, extract.Error);
        extract.Error.ShouldContain($"The writer kafkastellar-extract-{road.Label}-ledgers-transactions-0 was fenced: another process uses the same transactional.id");
    }

    private static async Task ShouldBeThereOnceAsync(Road road)
    {
        road.ShouldCoverTheInputOnce(Datasets.Split(' '));
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    private async Task<Road> OpenAsync(int ledgers)
    {
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        if (ledgers > 0) await road.FillAsync(ledgers, 1);
        return road;
    }
}
