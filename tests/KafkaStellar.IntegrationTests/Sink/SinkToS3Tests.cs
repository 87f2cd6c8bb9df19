using KafkaStellar.Lake;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>A lake in a bucket.</summary>
[Collection(SinkFaultCollection.Name)]
public sealed class SinkToS3Tests(KafkaBrokerFixture broker)
{
    private const int Ledgers = 40;

    [SkippableFact]
    public async Task A_bucket_holds_the_bytes_that_a_folder_holds_though_the_server_crashed_and_the_sink_too()
    {
        await using S3Server server = await S3Server.StartAsync();
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.SourceAsync(await road.SimulateAsync("ledgers", Ledgers, 3));
        await road.ExtractAsync();
        var s3 = new S3Options { Endpoint = server.Endpoint, AccessKey = server.AccessKey, SecretKey = server.SecretKey };
        using var store = new S3Store(S3Address.Parse($"s3://{S3Server.Bucket}/lake"), s3);
        string[] options = ["--id", "bucket", "--lake", store.Name, "--s3-endpoint", server.Endpoint, "--max-age", "00:00:00", "--ledgers-per-file", "4"];

        await using (WorkerProcess sink = road.Start(server.Environment, "sink ledgers transactions", options))
        {
            await sink.WaitForAsync("are durable", Road.Limit);
            await server.KillAsync();
            await sink.KillAsync();
        }

        await server.StartAgainAsync();
        await using (WorkerProcess sink = road.Start(server.Environment, "sink ledgers transactions", [.. options, "--to-end"])) (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(0, sink.Error);
        await road.SinkAsync("--max-age", "00:00:00", "--ledgers-per-file", "4");

        IReadOnlyDictionary<string, string> folder = new ParquetLake(road.Lake, road.Label).Hashes();
        folder.Count.ShouldBeGreaterThan(20);
        (await store.HashesAsync(road.Label)).ShouldBe(folder, ignoreOrder: true);
    }
}
