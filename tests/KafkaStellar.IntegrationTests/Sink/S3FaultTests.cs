using KafkaStellar.Lake;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>Sinks whose lake is in a bucket of a store that does not do what it is asked, or does not say so.</summary>
[Collection(SinkFaultCollection.Name)]
public sealed class S3FaultTests(KafkaBrokerFixture broker, FilledRoad filled)
{
    private static readonly string[] s_calls = ["put", "get", "head", "list"];

    // ST1: all at the same time, each with a bucket's folder of its own, because they mostly wait.
    [SkippableFact]
    public async Task A_store_that_fails_is_asked_again_and_holds_a_quiet_run_s_bytes_in_the_end()
    {
        await using S3Server server = await S3Server.StartAsync();
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        await filled.QuietAsync();
        S3Fate[] fates = [S3Fate.Reset, S3Fate.AnswerLost, S3Fate.Silence, S3Fate.Slow, S3Fate.Status429, S3Fate.Status500, S3Fate.Status503];

        await Task.WhenAll(fates.Select(fate => Task.Run(() => WithstandAsync(road, server, fate))));
    }

    // ST3
    [SkippableFact]
    public async Task A_store_that_does_not_heed_the_condition_of_a_put_is_refused_at_the_start()
    {
        await using S3Server server = await S3Server.StartAsync();
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        await using S3Proxy proxy = await S3Proxy.StartAsync(server, (_, _) => S3Fate.Overwrites);
        string id = FilledRoad.NewId(), scratch = road.PathOf($"{id}-scratch");
        await using WorkerProcess sink = road.Start(server.Environment, "sink ledgers", FilledRoad.OptionsOf(id, $"s3://{S3Server.Bucket}/{id}", "--scratch", scratch, "--s3-endpoint", proxy.Endpoint));

        (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(1, sink.Error);

        sink.Error.ShouldContain("does not create conditionally: the second of two creations of _sink/probe succeeded");
        using S3Store store = Open(server, server.Endpoint, id);
        (await store.ListAsync("", null, 10, default)).Select(entry => entry.Key).ShouldBe(["_sink/probe"]);
    }

    // A second run, whose group was set back, looks at everything that the first has left.
    private async Task WithstandAsync(Road road, S3Server server, S3Fate fate)
    {
        await using S3Proxy proxy = await S3Proxy.StartAsync(server, (_, visit) => visit is 2 or 7 or 8 ? fate : S3Fate.Pass);
        string id = FilledRoad.NewId();
        for (int run = 1; run <= 2; run++)
        {
            if (run == 2) road.SetBack(filled.GroupOf(id), ["ledgers"]);
            (await SinkInProcess.RunAsync(road, Open(server, proxy.Endpoint, id), FilledRoad.SettingsOf(id))).ShouldBe(0, $"{fate}, run {run}");
        }

        proxy.Faults.Keys.ShouldBe(s_calls, ignoreOrder: true, $"{fate}");
        using S3Store store = Open(server, server.Endpoint, id);
        IReadOnlyDictionary<string, string> bucket = await store.HashesAsync(road.Label);
        bucket.ShouldBe(await filled.QuietAsync(), ignoreOrder: true, $"{fate}");
        await ShouldDeclareAsync(store, road, id, bucket);
        road.Lag(filled.GroupOf(id), ["ledgers"]).ShouldBe(GroupOffsets.AllAtTheEnd, $"{fate}");
    }

    private static async Task ShouldDeclareAsync(S3Store store, Road road, string id, IReadOnlyDictionary<string, string> files)
    {
        var log = new IntentLog(store, id);
        TopicIncarnation topic = (await log.IncarnationsAsync(road.TopicOf("ledgers"), default)).ShouldHaveSingleItem();
        IReadOnlyList<Intent> chain = await log.ReadAsync(topic, (await log.PartitionsAsync(topic, default)).ShouldHaveSingleItem(), default);
        chain.Skip(1).Select(intent => intent.Start).ShouldBe(chain.SkipLast(1).Select(intent => intent.End));
        chain.SelectMany(intent => intent.Files).ToDictionary(file => file.Path, file => file.Sha256).ShouldBe(files, ignoreOrder: true);
    }

    private static S3Store Open(S3Server server, string endpoint, string folder) => new(
        S3Address.Parse($"s3://{S3Server.Bucket}/{folder}"),
        new() { Endpoint = endpoint, AccessKey = server.AccessKey, SecretKey = server.SecretKey, Patience = TimeSpan.FromSeconds(1) });
}
