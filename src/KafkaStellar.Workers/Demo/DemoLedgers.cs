using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Simulation;

namespace KafkaStellar.Workers.Demo;

/// <summary>The ledgers of a demo: real ones where there are some, else simulated ones.</summary>
/// <param name="Lake">The data lake.</param>
/// <param name="Network">Its network.</param>
/// <param name="First">The first ledger.</param>
/// <param name="Last">The last ledger.</param>
/// <param name="Description">What they are, for people.</param>
internal sealed record DemoLedgers(string Lake, Network Network, uint First, uint Last, string Description)
{
    // Beside the lakes, a stream of the public network's ledgers under the protocol of today.
    private const string NewestProtocol = "p30";

    /// <summary>Finds real ledgers in KAFKASTELLAR_LEDGERS or ../shared/ledgers, or simulates some.</summary>
    /// <param name="ledgers">How many at most; null for all real ones, or for 300 simulated ones.</param>
    /// <param name="made">Where ledgers may be written that are simulated or copied.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<DemoLedgers> FindAsync(int? ledgers, string made, CancellationToken stop)
    {
        string? root = Environment.GetEnvironmentVariable("KAFKASTELLAR_LEDGERS") ?? SharedFolder.Find("ledgers");
        if (root is not null && StreamIn(Path.Combine(root, NewestProtocol)) is { } stream) return await CopyAsync(stream, ledgers, made, stop);
        string? lake = root is null ? null : new[] { Path.Combine(root, "pubnet"), root }.FirstOrDefault(folder => File.Exists(Path.Combine(folder, LakeManifest.Key)));
        return lake is null ? await SimulateAsync(ledgers ?? 300, made, stop) : await NewestRunAsync(lake, ledgers, stop);
    }

    private static string? StreamIn(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.xdr.zst").Order(StringComparer.Ordinal).FirstOrDefault() : null;

    // The source reads lakes: the stream's ledgers become one.
    private static async Task<DemoLedgers> CopyAsync(string stream, int? ledgers, string folder, CancellationToken stop)
    {
        Network network = Network.Of("pubnet", null);
        using LedgerFile file = LedgerFile.Open(stream);
        RawLedger[] copied = [.. file.Ledgers.TakeLast(ledgers ?? int.MaxValue)];
        LedgerLakeWriter lake = await LedgerLakeWriter.OpenAsync(new FolderStore(folder), new LakeManifest(network.Passphrase, new LakeLayout(1, 64_000)), 3, stop);
        foreach (RawLedger ledger in copied) await lake.WriteAsync(ledger.Sequence, ledger.Xdr, stop);
        return new DemoLedgers(folder, network, copied[0].Sequence, copied[^1].Sequence,
            $"real ledgers of {network.Name} as protocol {copied[^1].ProtocolVersion}, {copied[0].Sequence} to {copied[^1].Sequence}, from {stream}");
    }

    // A lake may have gaps: the newest ledgers without one.
    private static async Task<DemoLedgers> NewestRunAsync(string folder, int? ledgers, CancellationToken stop)
    {
        using LedgerLake lake = await LedgerLake.OpenAsync(new FolderStore(folder), new LedgerLakeOptions(), stop);
        Network network = Network.Of(null, lake.Manifest!.NetworkPassphrase);
        IReadOnlyList<LakeKey> keys = await lake.ListAsync(0, uint.MaxValue, stop);
        if (keys.Count == 0) throw new LedgerFileException(folder, null, null, "the lake is empty", "Unset KAFKASTELLAR_LEDGERS to run on simulated ledgers.");
        int first = keys.Count - 1;
        while (first > 0 && keys[first - 1].Last + 1 == keys[first].First && keys.Count - first < (ledgers ?? int.MaxValue)) first--;
        using LakeObject oldest = await lake.GetAsync(keys[first], stop), newest = await lake.GetAsync(keys[^1], stop);
        uint from = oldest.Ledgers[0].Sequence, to = newest.Ledgers[^1].Sequence;
        return new DemoLedgers(folder, network, from, to, $"real ledgers of {network.Name}, {from} to {to}, from {folder}");
    }

    private static async Task<DemoLedgers> SimulateAsync(int ledgers, string folder, CancellationToken stop)
    {
        Network network = Network.Of("standalone", null);
        var options = new SimulationOptions();
        await SimulateCommand.WriteLakeAsync(network, options, ledgers, folder, stop);
        return new DemoLedgers(folder, network, options.FirstLedger, options.FirstLedger + (uint)ledgers - 1, $"{ledgers} simulated ledgers of 100 transactions (no real ones were found)");
    }
}
