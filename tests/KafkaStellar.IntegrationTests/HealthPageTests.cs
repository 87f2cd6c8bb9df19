using System.Net;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>A worker's own word on how it is, as an orchestrator asks for it.</summary>
[Collection(BrokerCollection.Name)]
public sealed class HealthPageTests
{
    [SkippableFact]
    public async Task A_worker_is_ready_while_Kafka_answers_and_says_so_when_it_does_not()
    {
        await using KafkaBroker kafka = await KafkaBroker.StartOwnAsync();
        using Road road = await Road.OpenAsync(kafka, Road.Standalone);
        int port = FreePort.Next();
        await using WorkerProcess extract = road.Start("extract ledgers", "--health-port", $"{port}");
        await extract.WaitForAsync("from offset", Road.Limit);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        (await client.GetStringAsync("healthz")).ShouldBe("ready\n");
        (await client.GetAsync("other")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await kafka.KillAsync();
        using HttpResponseMessage without = await client.GetAsync("healthz");

        without.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await without.Content.ReadAsStringAsync()).ShouldContain($"No broker of {kafka.BootstrapServers} answered");
        await kafka.StartAgainAsync();
        await SimulatedRoadTests.UntilAsync(() => client.GetAsync("healthz").Result.IsSuccessStatusCode, extract);
        (await extract.StopAsync(Road.Limit)).ShouldBe(0, extract.Error);
    }
}
