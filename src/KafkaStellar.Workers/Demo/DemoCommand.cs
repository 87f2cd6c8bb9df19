using System.Diagnostics;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Query;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Source;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaStellar.Workers.Demo;

/// <summary>The whole fleet in one process: ledgers → Kafka → Parquet, and a question to the files.</summary>
internal sealed class DemoCommand(string? bootstrapServers, int? ledgers, string lake)
{
    // A partition of the embedded broker keeps 5 MB; raw ledgers and their rows as sent take less than this together.
    private const long BytesAheadOnEmbedded = 2L << 20;

    // Ledgers take milliseconds each: this long without any is a failure, not slowness.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Names = [.. Catalog.All.Select(dataset => dataset.Name)];

    /// <summary>Runs the demo.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        DirectoryInfo simulated = Directory.CreateTempSubdirectory("kafkastellar-demo-");
        try
        {
            DemoLedgers input = await DemoLedgers.FindAsync(ledgers, simulated.FullName, stop);
            using DemoBroker broker = DemoBroker.Find(bootstrapServers);
            Console.Error.WriteLine($"Ledgers: {input.Description}.");
            Console.Error.WriteLine($"Broker:  {broker.Description}.");
            Console.Error.WriteLine($"Lake:    {Path.GetFullPath(lake)}.");
            return await RunAsync(input, broker, stop);
        }
        finally
        {
            simulated.Delete(recursive: true);
        }
    }

    private async Task<int> RunAsync(DemoLedgers input, DemoBroker broker, CancellationToken stop)
    {
        // A label of its own: a demo never meets the topics, groups and files of another run.
        string label = $"demo-{Guid.NewGuid():N}"[..13];
        using IHost host = WorkerHost.Build(Settings(input, broker, label), services => services
            .AddSingleton(new SourceProgress(broker.IsEmbedded ? BytesAheadOnEmbedded : long.MaxValue))
            .AddSource().AddExtract().AddSink());
        await broker.CreateTopicsAsync(host.Services.GetRequiredService<ClientFactory>(), label, stop);

        var clock = Stopwatch.StartNew();
        await host.StartAsync(stop);
        bool isComplete = await WatchAsync(host, input, stop);
        await host.StopAsync(CancellationToken.None);
        TimeSpan elapsed = clock.Elapsed;

        int exitCode = host.Services.GetRequiredService<Fleet>().ExitCode;
        if (exitCode != ExitCodes.Done) return exitCode;
        if (!isComplete)
        {
            await Console.Error.WriteLineAsync(stop.IsCancellationRequested ? "Stopped." : $"Nothing moved for {Patience.TotalSeconds} s; the log above says why.");
            return ExitCodes.Failed;
        }

        Summarize(input, host.Services.GetRequiredService<SinkProgress>(), elapsed, label);
        return ExitCodes.Done;
    }

    private static async Task<bool> WatchAsync(IHost host, DemoLedgers input, CancellationToken stop)
    {
        var source = host.Services.GetRequiredService<SourceProgress>();
        var sink = host.Services.GetRequiredService<SinkProgress>();
        CancellationToken ended = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        long wanted = (long)input.Last - input.First + 1;
        using var view = new DemoView(wanted);
        long seen = -1;
        long since = Environment.TickCount64;
        while (!stop.IsCancellationRequested && !ended.IsCancellationRequested)
        {
            long taken = Names.Min(name => sink.Of(name).LedgersTaken);
            source.Taken(taken);
            view.Show(source.Ledgers, taken);
            if (taken >= wanted) return true;
            if (taken + source.Ledgers != seen) (seen, since) = (taken + source.Ledgers, Environment.TickCount64);
            if (Environment.TickCount64 - since > Patience.TotalMilliseconds) return false;
            await Task.Delay(50, CancellationToken.None);
        }

        return false;
    }

    private void Summarize(DemoLedgers input, SinkProgress sink, TimeSpan elapsed, string label)
    {
        uint count = input.Last - input.First + 1;
        Console.WriteLine();
        Console.WriteLine($"{count} ledgers in {elapsed.TotalSeconds:F1} s, {count / elapsed.TotalSeconds:F0} ledgers/s, start and stop of the fleet included.");
        foreach (string name in Names)
        {
            DatasetProgress dataset = sink.Of(name);
            Console.WriteLine($"  {name,-14} {dataset.Rows,9} rows  {dataset.Bytes,11} bytes  {dataset.Files,4} files");
        }

        const string question =
            "SELECT result_code_name, count(*) AS transactions, sum(operation_count) AS operations, sum(fee_charged) / 1e7 AS fees_xlm "
            + "FROM transactions GROUP BY ALL ORDER BY transactions DESC, result_code_name LIMIT 5";
        Console.WriteLine();
        Console.WriteLine(question);
        using var database = new DuckDb();
        LakeTables.Create(database, lake, label);
        using DuckDbText answer = database.QueryText(question);
        TextTable.Write(answer, Console.Out);
        Console.WriteLine();
        Console.WriteLine($"Ask more: kafkastellar query --lake {lake} --network {label} \"SELECT …\"");
    }

    private Dictionary<string, string?> Settings(DemoLedgers input, DemoBroker broker, string label)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Kafka:BootstrapServers"] = broker.BootstrapServers,
            ["Kafka:Embedded"] = $"{broker.IsEmbedded}",
            ["Network:Name"] = label,
            ["Network:Passphrase"] = input.Network.Passphrase,
            ["Source:Lake"] = input.Lake,
            ["Source:From"] = $"{input.First}",
            ["Source:To"] = $"{input.Last}",
            ["Sink:Lake"] = lake,
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:KafkaStellar.Topics.Librdkafka"] = "Error", // a broker that has just started is found, not heard
        };
        CommandLine.Setting.AddList(settings, "Extract:Datasets", Names);
        CommandLine.Setting.AddList(settings, "Sink:Datasets", Names);
        return settings;
    }
}
