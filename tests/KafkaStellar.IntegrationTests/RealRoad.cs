using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Ten real ledgers of the public network that went the whole road once, for all tests that look at what became of them.</summary>
public sealed class RealRoad(KafkaBrokerFixture broker) : IDisposable
{
    public const uint First = 63_092_982;
    public const uint Last = 63_092_991;

    private Road? _road;

    /// <summary>The road, gone when the first test asks; skips the running test, with the reason, where ledgers or broker are not.</summary>
    public async Task<Road> GoneAsync()
    {
        if (_road is not null) return _road;
        string lake = RealLedgers.Pubnet.Folder;
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Pubnet);
        await road.DoneAsync("topics apply");
        await road.DoneAsync("source", "--lake", lake, "--from", $"{First}", "--to", $"{Last}");
        await road.ExtractAsync();
        await road.SinkAsync();
        return _road = road;
    }

    /// <summary>The files of the ten ledgers.</summary>
    public static IEnumerable<string> Files() => RealLedgers.Pubnet.Files.Select(file => file.Path).Where(path => FirstLedger(path) is >= First and <= Last);

    public void Dispose() => _road?.Dispose();

    private static uint FirstLedger(string path) => uint.Parse(Path.GetFileName(path).Split("--")[1].Split('.')[0]);
}
