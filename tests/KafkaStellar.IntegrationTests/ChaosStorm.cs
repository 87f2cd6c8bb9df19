using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>
/// A crash storm: source, extract and sink as processes, a random one killed (SIGKILL) every 0 to 2 s, and twice a broker of three; then what is left is compared
/// with a quiet run over the same ledgers.
/// </summary>
/// <param name="length">How long it rages.</param>
/// <param name="seed">Its dice.</param>
internal sealed class ChaosStorm(TimeSpan length, int seed)
{
    /// <summary>The least ledgers that a storm goes over.</summary>
    public const int LeastLedgers = 2000;

    private const int Transactions = 3;
    private const string Datasets = "ledgers transactions";
    private const string SinkId = "storm";
    private const int BeforeItListened = 128 + (int)ProcessSignal.Terminate;

    // Ledger numbers alone cut files: a clock would cut another run's elsewhere.
    private static readonly string[] s_cut = ["--id", SinkId, "--ledgers-per-file", "16", "--max-age", "00:00:00"];

    private readonly Random _random = new(seed);
    private readonly ChaosReport _report = new();
    private readonly int _ledgers = Math.Max(LeastLedgers, (int)length.TotalSeconds * 10);

    /// <summary>Lets it rage, and judges what is left.</summary>
    /// <param name="brokers">Three brokers, for the storm.</param>
    /// <param name="quiet">Starts another, for the quiet run after it.</param>
    public async Task<ChaosReport> RunAsync(KafkaBroker brokers, Func<Task<KafkaBroker>> quiet)
    {
        _report.Tell("seed", seed);
        _report.Tell("storm, s", (int)length.TotalSeconds);
        using var ledgers = new TemporaryFolder();
        (string label, string lake, IReadOnlyDictionary<string, string> left) = await StormAsync(brokers, ledgers.PathOf("lake"));

        // The label stands in the files, so the quiet run has the same one, and another broker.
        using Road road = await Road.OpenAsync(await quiet(), Road.Standalone, label);
        await road.SourceAsync(lake);
        await road.ExtractAsync();
        await road.SinkAsync(s_cut);
        IReadOnlyDictionary<string, string> expected = new ParquetLake(road.Lake, label).Hashes();
        _report.Check("Parquet files", expected.Count, left.Count);
        _report.Check("of them with the SHA-256 of a quiet run's", expected.Count, expected.Count(file => left.GetValueOrDefault(file.Key) == file.Value));
        return _report;
    }

    private async Task<(string Label, string Ledgers, IReadOnlyDictionary<string, string> Left)> StormAsync(KafkaBroker brokers, string ledgers)
    {
        using Road road = await Road.OpenAsync(brokers, Road.Standalone);
        await road.SimulateAsync(ledgers, _ledgers, Transactions);
        string scratch = road.PathOf("scratch");
        await RageAsync(brokers, road, ledgers, scratch);

        long calm = Environment.TickCount64;
        await road.SourceAsync(ledgers);
        await road.ExtractAsync();
        await road.DoneAsync($"sink {Datasets}", ["--to-end", "--lake", road.Lake, "--scratch", scratch, .. s_cut]);
        _report.Tell("seconds to do what was left", (int)Elapsed(calm).TotalSeconds);
        await JudgeAsync(road, ledgers, scratch);
        return (road.Label, ledgers, new ParquetLake(road.Lake, road.Label).Hashes());
    }

    private async Task RageAsync(KafkaBroker broker, Road road, string ledgers, string scratch)
    {
        var growing = new GrowingLake(ledgers, road.PathOf("growing"));
        growing.Grow(10);
        await using var source = new ChaosWorker(() => road.Start("source", "--lake", growing.Folder, "--follow", "--poll-interval", "00:00:00.050"), "Sent ledger");
        await using var extract = new ChaosWorker(() => road.Start($"extract {Datasets}"), "Extracted ledger");
        await using var sink = new ChaosWorker(() => road.Start($"sink {Datasets}", ["--lake", road.Lake, "--scratch", scratch, .. s_cut]), "are durable");
        ChaosWorker[] workers = [source, extract, sink];
        long begin = Environment.TickCount64;
        Task nodes = BounceNodesAsync(broker);
        long next = begin;
        int grown = 10;
        while (Elapsed(begin) < length)
        {
            // Ledgers come until seven tenths of the storm are over.
            int due = (int)Math.Min(_ledgers, _ledgers * Elapsed(begin) / length / 0.7);
            growing.Grow(due - grown);
            grown = Math.Max(grown, due);
            foreach (ChaosWorker worker in workers) await worker.ReviveAsync();
            if (Environment.TickCount64 >= next)
            {
                await workers[_random.Next(workers.Length)].KillAsync();
                next = Environment.TickCount64 + _random.Next(0, 2000);
            }

            await Task.Delay(20);
        }

        await nodes;
        int well = 0;
        foreach (ChaosWorker worker in workers) well += await worker.StopAsync(Road.Limit) is 0 or BeforeItListened ? 1 : 0;
        _report.Check("workers that end well after SIGTERM", 3, well);
        int published = new ParquetLake(road.Lake, road.Label).Paths().Count;
        _report.Tell("kills: source, extract, sink", string.Join(", ", workers.Select(worker => worker.Kills)));
        _report.Tell("of them at work", string.Join(", ", workers.Select(worker => worker.KilledAtWork)));
        _report.Tell("died by themselves", string.Join(", ", workers.Select(worker => worker.Deaths.Count)));
        _report.Tell("broker nodes killed", 2);
        _report.Tell("files at the end of the storm", published);
        foreach (string death in workers.SelectMany(worker => worker.Deaths).Select(LastCritical).Distinct(StringComparer.Ordinal)) _report.Tell("a death", death);
    }

    // One node of three at a time: the cluster works on with two.
    private async Task BounceNodesAsync(KafkaBroker broker)
    {
        int first = _random.Next(1, 4), second = _random.Next(1, 4);
        foreach (int node in (int[])[first, second])
        {
            await Task.Delay(length / 4);
            await broker.KillAsync(node);
            await Task.Delay(TimeSpan.FromSeconds(3));
            await broker.StartAgainAsync(node);
        }
    }

    private async Task JudgeAsync(Road road, string ledgers, string scratch)
    {
        string expected = $"{_ledgers} in order, each once";
        uint[] all = [.. Enumerable.Range(2, _ledgers).Select(ledger => (uint)ledger)];
        foreach (string topic in (string[])["raw_ledgers", "ledgers", "transactions"])
            await _report.CheckAsync($"topic {topic}", expected, () => Task.Run(() => road.Ledgers(topic).ShouldBe(all)));
        await _report.CheckAsync("topic dead_letters", "empty", () => Task.Run(() => road.Messages("dead_letters").ShouldBeEmpty()));
        foreach (string dataset in (string[])["ledgers", "transactions"])
            _report.Check($"extract: committed offsets of {dataset}", GroupOffsets.AllAtTheEnd, road.Lag($"kafkastellar-extract-{road.Label}-{dataset}", ["raw_ledgers"]));
        _report.Check("sink: committed offsets", GroupOffsets.AllAtTheEnd, road.Lag($"kafkastellar-sink-{road.Label}-{SinkId}", ["ledgers", "transactions"]));

        var lake = new ParquetLake(road.Lake, road.Label);
        await _report.CheckAsync("lake: rows against the ledgers", "the same, each once", async () =>
        {
            string[] files = Directory.GetFiles(ledgers, "*.xdr.zst", SearchOption.AllDirectories);
            foreach (string dataset in (string[])["ledgers", "transactions"]) lake.ShouldHoldTheRowsOf(dataset, await road.ExpectedAsync(dataset, files));
        });
        if (SharedFolder.Find("tools", "peer") is not null)
        {
            await _report.CheckAsync("lake: ledgers, by an independent reader", expected, async () => (await lake.LedgersByPeerAsync("ledgers")).ShouldBe(all));
        }

        await _report.CheckAsync("lake: intents", "a chain without a gap, every file as declared", () => lake.ShouldBeAsItsIntentsSayAsync(SinkId, "ledgers", "transactions"));
        _report.Check("lake: temporary files", 0, Directory.GetFiles(road.Lake, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Length);
        _report.Check("scratch: files and folders", 0, Directory.GetFileSystemEntries(scratch).Length);
    }

    private static TimeSpan Elapsed(long since) => TimeSpan.FromMilliseconds(Environment.TickCount64 - since);

    private static string LastCritical(string said)
    {
        string? line = said.Split('\n').LastOrDefault(line => line.Contains("crit:", StringComparison.Ordinal));
        return line is null ? "without a word" : line[Math.Min(line.Length, 25)..Math.Min(line.Length, 260)];
    }
}
