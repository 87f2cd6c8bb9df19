using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>Topics with some ledgers, and the lake of a quiet run over them, made once: what a sink that something befalls is compared with.</summary>
/// <remarks>60 ledgers in one partition of the topic, three declarations of 20 each, their files in folders by how many transactions failed.</remarks>
public sealed class FilledRoad : IDisposable
{
    public const int Ledgers = 60;

    private static readonly Dictionary<string, string?> s_settings = new()
    {
        ["Sink:Datasets:0"] = "ledgers",
        ["Sink:LedgersPerFile"] = "20",
        ["Sink:MaxAge"] = "00:00:00",
        ["Sink:Scheme"] = "date+failed_tx_count",
    };

    private Road? _road;
    private IReadOnlyDictionary<string, string>? _quiet;

    /// <summary>Those with an id of its own.</summary>
    public static Dictionary<string, string?> SettingsOfANewSink() => SettingsOf(NewId());

    /// <summary>The settings of a sink in this process.</summary>
    public static Dictionary<string, string?> SettingsOf(string id) => new(s_settings) { ["Sink:Id"] = id };

    /// <summary>A sink's id that no other has.</summary>
    public static string NewId() => $"s{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>The same settings for a sink that is a process.</summary>
    public static string[] OptionsOf(string id, string lake, params string[] more) =>
        ["--id", id, "--lake", lake, "--ledgers-per-file", "20", "--max-age", "00:00:00", "--scheme", "date+failed_tx_count", "--to-end", .. more];

    /// <summary>The consumer group of a sink.</summary>
    public string GroupOf(string id) => $"kafkastellar-sink-{_road!.Label}-{id}";

    /// <summary>The road.</summary>
    public async Task<Road> FillAsync(KafkaBroker broker)
    {
        if (_road is not null) return _road;
        Road road = await Road.OpenAsync(broker, Road.Standalone);
        await road.FillAsync(Ledgers, 3);
        await road.ExtractAsync();
        return _road = road;
    }

    /// <summary>The lake of a quiet run.</summary>
    public ParquetLake QuietLake => new(_road!.PathOf("quiet"), _road.Label);

    /// <summary>The files of a quiet run, and their SHA-256.</summary>
    public async Task<IReadOnlyDictionary<string, string>> QuietAsync()
    {
        if (_quiet is not null) return _quiet;
        (await SinkInProcess.RunAsync(_road!, new FolderStore(QuietLake.Folder), SettingsOf("quiet"))).ShouldBe(0);
        return _quiet = QuietLake.Hashes();
    }

    /// <summary>Refuses a lake that is not a quiet run's, byte for byte.</summary>
    public async Task ShouldBeAsQuietAsync(string lake, string because)
    {
        (await new LakeAudit(lake).RunAsync(default)).Problems.ShouldBeEmpty(because);
        var files = new ParquetLake(lake, _road!.Label);
        files.Hashes().ShouldBe(await QuietAsync(), ignoreOrder: true, because);
        files.Count("ledgers").ShouldBe(Ledgers);
    }

    /// <summary>Refuses a lake that has a file that a quiet run's has not: part of one, or another.</summary>
    public async Task ShouldHoldOnlyQuietFilesAsync(string lake, string because)
    {
        IReadOnlyDictionary<string, string> quiet = await QuietAsync();
        new ParquetLake(lake, _road!.Label).Hashes().ShouldAllBe(file => quiet[file.Key] == file.Value, because);
    }

    /// <summary>
    /// Refuses what a sink left that something befell and another went on after: the lake is a quiet run's, the group has committed all there is, and nothing is left
    /// of what was not finished.
    /// </summary>
    public async Task ShouldHaveEndedWellAsync(string group, string lake, string scratch, string because)
    {
        await ShouldBeAsQuietAsync(lake, because);
        _road!.Lag(group, ["ledgers"]).ShouldBe(GroupOffsets.AllAtTheEnd, because);
        Directory.GetFiles(lake, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).ShouldBeEmpty(because);
        Directory.GetFileSystemEntries(scratch).ShouldBeEmpty(because);
    }

    public void Dispose() => _road?.Dispose();
}
