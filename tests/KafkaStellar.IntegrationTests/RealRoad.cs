using KafkaStellar.Lake;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>
/// Ten real ledgers of the public network as protocol 30 that went the whole road once, for all tests that look at what became of them: the upgrade
/// to that protocol, an empty one, and three that share a second with the one before are among them.
/// </summary>
public sealed class RealRoad(KafkaBrokerFixture broker) : IDisposable
{
    public const uint First = 63_092_982;
    public const uint Last = 63_092_991;

    /// <summary>The set of real ledgers, by which reference rows are found.</summary>
    public const string Set = "p30";

    /// <summary>The one whose transactions were dropped.</summary>
    public const uint Empty = 63_092_987;

    /// <summary>All datasets.</summary>
    public static readonly string[] Datasets = [.. FromLedgers, "token_transfers"];

    /// <summary>The datasets that are made of the ledgers themselves.</summary>
    public static string[] FromLedgers => ["ledgers", "transactions", "operations", "contract_events", "diagnostic_events", "contract_data"];

    private Road? _road;

    /// <summary>The ledgers' lake.</summary>
    public string Lake => _road!.PathOf("ledgers");

    /// <summary>The road, gone when the first test asks; skips the running test, with the reason, where ledgers or broker are not.</summary>
    public async Task<Road> GoneAsync()
    {
        if (_road is not null) return _road;
        RealLedgerSet ledgers = RealLedgers.P30;
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), ledgers.Passphrase, datasets: Datasets);
        await WriteLakeAsync(ledgers, road.PathOf("ledgers"));
        await road.DoneAsync("topics apply");
        await road.DoneAsync("source", "--lake", road.PathOf("ledgers"));
        await ExtractAndSinkAsync(road);
        return _road = road;
    }

    /// <summary>From the topic of ledgers to the lake, as far as there is anything to do.</summary>
    public static async Task ExtractAndSinkAsync(Road road)
    {
        await road.DoneAsync($"extract {string.Join(' ', FromLedgers)}", "--to-end");
        await road.DoneAsync("extract token_transfers", "--to-end");
        await road.DoneAsync($"sink {string.Join(' ', Datasets)}", "--to-end", "--lake", road.Lake);
    }

    /// <summary>The file of the ten ledgers.</summary>
    public static IEnumerable<string> Files() => RealLedgers.P30.Files.Select(file => file.Path);

    public void Dispose() => _road?.Dispose();

    private static async Task WriteLakeAsync(RealLedgerSet ledgers, string folder)
    {
        var manifest = new LakeManifest(ledgers.Passphrase, new LakeLayout(1, 64_000));
        LedgerLakeWriter writer = await LedgerLakeWriter.OpenAsync(new FolderStore(folder), manifest, 3, default);
        foreach (ReadOnlyMemory<byte> ledger in ledgers.LedgerCloseMetas()) await writer.WriteAsync(RawLedger.Parse(ledger).Sequence, ledger, default);
    }
}
