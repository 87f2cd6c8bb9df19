using System.Diagnostics;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Demo;

/// <summary>The broker of a demo: one that is there, one that is started from files at hand, or the embedded one.</summary>
internal sealed class DemoBroker : IDisposable
{
    private readonly EmbeddedBroker? _embedded;
    private readonly string? _script;
    private readonly string? _folder;

    private DemoBroker(string bootstrapServers, string description, EmbeddedBroker? embedded = null, string? script = null, string? folder = null)
    {
        BootstrapServers = bootstrapServers;
        Description = description;
        _embedded = embedded;
        _script = script;
        _folder = folder;
    }

    /// <summary>Where it is.</summary>
    public string BootstrapServers { get; }

    /// <summary>What it is, for people.</summary>
    public string Description { get; }

    /// <summary>Whether it forgets its oldest messages, so that the source must not run ahead.</summary>
    public bool IsEmbedded => _embedded is not null;

    /// <summary>Finds or starts one: the brokers given, KAFKA_BOOTSTRAP_SERVERS, a Kafka in KAFKA_HOME or ../shared/kafka, else the embedded one.</summary>
    public static DemoBroker Find(string? given)
    {
        given ??= Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS");
        if (!string.IsNullOrEmpty(given)) return new DemoBroker(given, $"the brokers at {given}");
        return Start() ?? Embedded();
    }

    /// <summary>Creates topics on it.</summary>
    public async Task CreateTopicsAsync(ClientFactory clients, string network, CancellationToken stop)
    {
        if (_embedded is not null)
        {
            _embedded.Apply(Contracts.All, network);
            return;
        }

        using var admin = new TopicAdmin(clients);
        await admin.ApplyAsync(Contracts.All, network, null, stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _embedded?.Dispose();
        if (_script is not null) Run(_script, $"stop {_folder} --delete", TimeSpan.FromSeconds(60));
    }

    private static DemoBroker? Start()
    {
        string? home = new[] { Environment.GetEnvironmentVariable("KAFKA_HOME"), SharedFolder.Find("kafka") }
            .FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "bin", "kafka-broker")));
        if (home is null) return null;

        string script = Path.Combine(home, "bin", "kafka-broker");
        string? answer = Run(script, "start", TimeSpan.FromSeconds(90));
        Dictionary<string, string>? facts = answer?.Split(' ', '\n').Select(fact => fact.Split('=', 2)).Where(fact => fact.Length == 2).ToDictionary(fact => fact[0], fact => fact[1]);
        if (facts is null || !facts.TryGetValue("BOOTSTRAP", out string? bootstrap) || !facts.TryGetValue("DIR", out string? folder))
        {
            Console.Error.WriteLine($"The Kafka in {home} did not start (it needs Java 17); going on with the embedded broker.");
            return null;
        }

        return new DemoBroker(bootstrap, $"an Apache Kafka broker, started for this demo at {bootstrap}", script: script, folder: folder);
    }

    private static DemoBroker Embedded()
    {
        var broker = new EmbeddedBroker();
        return new DemoBroker(broker.BootstrapServers, "the embedded broker (librdkafka's, in memory; no Kafka was found)", broker);
    }

    private static string? Run(string program, string arguments, TimeSpan patience)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadLine() ?? "";
            return process.WaitForExit(patience) && process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
