using System.Collections.Concurrent;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Workers.Source;
using KafkaStellar.Workers.Tests.Simulation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Tests.Source;

/// <summary>Sources between a simulated lake in a folder and a topic in memory.</summary>
internal sealed class SourceRun : IHostApplicationLifetime, IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _said = [];
    private CancellationTokenSource _stopping = new();

    public FakeLedgerTopic Topic { get; } = new(Simulated.Network.Name);

    public Health Health { get; } = new(TimeProvider.System);

    /// <summary>Where the lake is.</summary>
    public string Lake => _folder.PathOf("lake");

    /// <summary>What the last source said.</summary>
    public string Said => string.Join('\n', _said);

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => default;

    public void StopApplication() => _stopping.Cancel();

    /// <summary>Makes a lake of ledgers from 2 on.</summary>
    public async Task<SourceRun> WithLakeAsync(int ledgers, uint ledgersPerObject = 1, ulong seed = 1)
    {
        var manifest = new LakeManifest(Simulated.Network.Passphrase, new LakeLayout(ledgersPerObject, 10));
        LedgerLakeWriter lake = await LedgerLakeWriter.OpenAsync(new FolderStore(Lake), manifest, Zstd.DefaultLevel, default);
        uint sequence = 2;
        foreach (byte[] ledger in Simulated.Ledgers(ledgers, new SimulationOptions { TransactionsPerLedger = 1, Seed = seed })) await lake.WriteAsync(sequence++, ledger, default);
        await lake.FlushAsync(default);
        return this;
    }

    /// <summary>Runs a source to its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(SourceOptions options) => await (await StartAsync(options)).WaitAsync(s_limit);

    /// <summary>Starts a source.</summary>
    /// <returns>Its end, and the exit code.</returns>
    public async Task<Task<int>> StartAsync(SourceOptions options)
    {
        _said.Clear();
        _stopping = new CancellationTokenSource();
        options.Lake = Lake;
        var network = new NetworkOptions { Name = Simulated.Network.Name };
        var fleet = new Fleet(this, Health, new Listener<Fleet>(_said));
        var source = new SourceWorker(_ => Topic, Options.Create(options), Options.Create(network), new(long.MaxValue), fleet, Health, new Listener<SourceWorker>(_said));
        await source.StartAsync(default);
        CancellationTokenRegistration stopping = _stopping.Token.Register(() => _ = source.StopAsync(default));
        return EndAsync();

        async Task<int> EndAsync()
        {
            await source.ExecuteTask!;
            await stopping.DisposeAsync();
            source.Dispose();
            return fleet.ExitCode;
        }
    }

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (!isSo())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException(Said);
            await Task.Delay(10, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _stopping.Dispose();
    }

    private sealed class Listener<T>(ConcurrentQueue<string> said) : ILogger<T>
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) said.Enqueue($"{formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
