using KafkaStellar.Lake;
using KafkaStellar.Workers;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Sink;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>The sink as its process runs it, in this one, so that its way to the store can be made to fail at a chosen call.</summary>
internal static class SinkInProcess
{
    /// <summary>Runs a sink until it is done or dies.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(Road road, IObjectStore store, IReadOnlyDictionary<string, string?> settings)
    {
        var all = new Dictionary<string, string?>(settings)
        {
            ["Kafka:BootstrapServers"] = road.BootstrapServers,
            ["Kafka:SessionTimeout"] = "00:00:01",
            ["Network:Name"] = road.Label,
            ["Network:Passphrase"] = Road.Standalone,
            ["Sink:Lake"] = store.Name,
            ["Sink:ToEnd"] = "true",
            ["Logging:LogLevel:Default"] = "None",
        };
        using IHost host = WorkerHost.Build(all, services =>
        {
            services.AddSingleton<OpenStore>(_ => store);
            services.AddSink();
        });
        using var limit = new CancellationTokenSource(Road.Limit);
        await host.StartAsync(limit.Token);
        await host.WaitForShutdownAsync(limit.Token);
        return host.Services.GetRequiredService<Fleet>().ExitCode;
    }
}
