using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaStellar.Workers.Source;

/// <summary>A source's lake. One that is to be followed may come into being, and its objects become whole, while the source waits.</summary>
internal sealed class SourceLake : IDisposable
{
    private const string Who = "the lake";

    private readonly SourceOptions _options;
    private readonly Health _health;
    private readonly ILogger _log;
    private readonly LedgerLake _lake;

    /// <summary>Opens it; where it is to be followed, when it has a ledger.</summary>
    /// <exception cref="LedgerFileException">It is none, or of another network.</exception>
    public SourceLake(SourceOptions options, Network network, Health health, ILogger log, CancellationToken stop)
    {
        (_options, _health, _log) = (options, health, log);
        _lake = TryOpenAsync(network, stop).GetAwaiter().GetResult() ?? Await(network, stop);
    }

    /// <summary>The last ledger; null in an empty lake.</summary>
    /// <exception cref="LedgerFileException">The newest object is refused.</exception>
    public Task<uint?> LatestAsync(CancellationToken stop) => _lake.LatestAsync(stop);

    /// <summary>The first ledger; null in an empty lake.</summary>
    /// <exception cref="LedgerFileException">The oldest object is refused.</exception>
    public async Task<uint?> FirstAsync(CancellationToken stop) =>
        _options.Follow ? await _lake.AwaitFirstAsync(TimeProvider.System, Stands, stop) : await _lake.FirstAsync(stop);

    /// <summary>Whether there is an object for a ledger.</summary>
    public Task<bool> HasAsync(uint ledger, CancellationToken stop) => _lake.HasAsync(ledger, stop);

    /// <summary>Its objects that hold some ledgers; null whenever all there is was given, before more is waited for.</summary>
    /// <exception cref="LedgerFileException">An object is missing or refused, or the hash chain is broken.</exception>
    public IEnumerable<LakeObject?> Read(uint first, uint last, CancellationToken stop) => _options.Follow
        ? _lake.FollowAsync(first, TimeProvider.System, Stands, stop).ToBlockingEnumerable(stop)
        : _lake.ReadAsync(first, last, stop).ToBlockingEnumerable(stop);

    /// <inheritdoc/>
    public void Dispose() => _lake.Dispose();

    private LedgerLake Await(Network network, CancellationToken stop)
    {
        string why = Directory.Exists(_options.Lake) ? "there is no ledger yet" : "there is no such folder yet";
        _log.AwaitsLake(_options.Lake, why);
        _health.Standing(Who, $"{_options.Lake}: {why}");
        LedgerLake? lake;
        do
        {
            stop.WaitHandle.WaitOne(_options.PollInterval);
            stop.ThrowIfCancellationRequested();
            lake = TryOpenAsync(network, stop).GetAwaiter().GetResult();
        }
        while (lake is null);
        _health.Standing(Who, null);
        return lake;
    }

    private async Task<LedgerLake?> TryOpenAsync(Network network, CancellationToken stop)
    {
        var store = new FolderStore(_options.Lake);
        bool mayBeEmpty = _options.Follow && await LedgerLake.IsEmptyAsync(store, stop);
        if (mayBeEmpty && _options.Layout is null && await store.HeadAsync(LakeManifest.Key, stop) is null) return null;
        LedgerLake lake = await LedgerLake.OpenAsync(store, new() { PollInterval = _options.PollInterval, Layout = _options.Layout }, stop);
        bool isOther = lake.Manifest is { } manifest && manifest.NetworkPassphrase != network.Passphrase;
        if (!isOther && !mayBeEmpty) return lake;
        lake.Dispose();
        return !isOther ? null : throw new LedgerFileException($"{_options.Lake}/{LakeManifest.Key}", null, null,
            $"the lake is of the network with the passphrase \"{lake.Manifest!.NetworkPassphrase}\", not of {network.Name}", "Name the lake's network, or another lake.");
    }

    private void Stands(string? why)
    {
        if (why is not null) _log.AwaitsObject(why);
        _health.Standing(Who, why);
    }
}
