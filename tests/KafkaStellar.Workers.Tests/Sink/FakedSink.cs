using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Tests.Simulation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Tests.Sink;

/// <summary>A sink over topics in memory, a lake in a folder and a clock that is set: what it does, in its order.</summary>
internal sealed class FakedSink : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakedSink() => Topics = new FakeTopics(Events);

    /// <summary>What the sink has done: declare, publish, commit.</summary>
    public List<string> Events { get; } = [];

    public FakeTopics Topics { get; }

    public SetClock Clock { get; } = new();

    public string Lake => _folder.PathOf("lake");

    public string Scratch => _folder.PathOf("scratch");

    /// <summary>Why the sink ended; null where it was done.</summary>
    public string? Death { get; private set; }

    /// <summary>Runs a sink to the end of the topics.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(Action<SinkOptions>? change = null)
    {
        var options = new SinkOptions { Datasets = ["ledgers"], Lake = Lake, Scratch = Scratch, Scheme = "none", ToEnd = true };
        change?.Invoke(options);
        var host = new Host();
        var health = new Health(TimeProvider.System);
        var fleet = new Fleet(host, health, NullLogger<Fleet>.Instance);
        using var worker = new SinkWorker(() => Topics, Options.Create(options), Options.Create(new NetworkOptions { Name = Simulated.Network.Name }), new SinkProgress(),
            lake => new NotedLake(lake, Events), Clock, fleet, health, NullLogger<SinkWorker>.Instance);
        await worker.StartAsync(default);
        await worker.ExecuteTask!;
        Death = health.WhyNot().FirstOrDefault();
        return fleet.ExitCode;
    }

    /// <summary>The intents of the partition.</summary>
    public Task<IReadOnlyList<Intent>> IntentsAsync() =>
        new IntentLog(new FolderStore(Lake), "lake").ReadAsync(new TopicIncarnation(SinkMessages.Partition.Topic, new string('0', 32)), SinkMessages.Partition.Partition, default);

    /// <summary>The ledger of each row in the lake.</summary>
    public uint[] Ledgers()
    {
        if (!Directory.Exists(Lake) || Directory.GetFiles(Lake, "*.parquet", SearchOption.AllDirectories).Length == 0) return [];
        using var duck = new DuckDb();
        using DuckDbText rows = duck.QueryText($"SELECT ledger_seq FROM read_parquet({DuckDb.Literal($"{Lake}/**/*.parquet")}) ORDER BY ALL");
        return [.. rows.Rows().Select(row => uint.Parse(row[0]!))];
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Host : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
            // there is no host
        }
    }
}
