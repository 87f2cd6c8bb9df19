using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaStellar.Workers.Source;

/// <summary>A source's lake, which may come into being only while a following source waits for it.</summary>
internal sealed class SourceLake(SourceOptions options, Network network, Health health, ILogger log)
{
    private const string Who = "the lake";

    private readonly FolderStore _store = new(options.Lake);

    /// <summary>Opens it; where it is to be followed, when it has a ledger.</summary>
    /// <exception cref="LedgerFileException">It is none, or of another network.</exception>
    public LedgerLake Open(CancellationToken stop)
    {
        LedgerLake? lake = TryOpenAsync(stop).GetAwaiter().GetResult();
        if (lake is not null) return lake;
        string why = Directory.Exists(options.Lake) ? "there is no ledger yet" : "there is no such folder yet";
        log.AwaitsLake(options.Lake, why);
        health.Standing(Who, $"{options.Lake}: {why}");
        while (lake is null)
        {
            stop.WaitHandle.WaitOne(options.PollInterval);
            stop.ThrowIfCancellationRequested();
            lake = TryOpenAsync(stop).GetAwaiter().GetResult();
        }

        health.Standing(Who, null);
        return lake;
    }

    private async Task<LedgerLake?> TryOpenAsync(CancellationToken stop)
    {
        bool mayBeEmpty = options.Follow && await LedgerLake.IsEmptyAsync(_store, stop);
        if (mayBeEmpty && options.Layout is null && await _store.HeadAsync(LakeManifest.Key, stop) is null) return null;
        LedgerLake lake = await LedgerLake.OpenAsync(_store, new() { PollInterval = options.PollInterval, Layout = options.Layout }, stop);
        try
        {
            if (lake.Manifest is { } manifest && manifest.NetworkPassphrase != network.Passphrase)
            {
                throw new LedgerFileException($"{options.Lake}/{LakeManifest.Key}", null, null,
                    $"the lake is of the network with the passphrase \"{manifest.NetworkPassphrase}\", not of {network.Name}", "Name the lake's network, or another lake.");
            }
        }
        catch
        {
            lake.Dispose();
            throw;
        }

        if (!mayBeEmpty) return lake;
        lake.Dispose();
        return null;
    }
}
