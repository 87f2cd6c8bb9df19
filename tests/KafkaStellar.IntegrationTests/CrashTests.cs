using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Workers that are killed (SIGKILL) in the middle of their work, again and again.</summary>
[Collection(BrokerCollection.Name)]
public sealed class CrashTests(KafkaBrokerFixture broker)
{
    private const int Ledgers = 400;
    private const int LedgersPerStep = 20;
    private const string Datasets = "ledgers transactions";

    // Files of whole ledger numbers only, so that two runs give the same files; and files cut by the clock, as often as may be.
    private static readonly string[] s_steady = ["--id", "steady", "--ledgers-per-file", "8", "--max-age", "00:00:00"];
    private static readonly string[] s_hasty = ["--id", "hasty", "--ledgers-per-file", "16", "--max-age", "00:00:00.300"];

    [SkippableFact]
    public async Task Killed_workers_lose_nothing_write_nothing_twice_and_leave_the_bytes_of_a_quiet_run()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string ledgers = await road.SimulateAsync("ledgers", Ledgers, transactions: 5);
        string steady = road.PathOf("steady"), hasty = road.PathOf("hasty");

        await RunWithCrashesAsync(road, ledgers, steady, hasty);

        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
        await SimulatedRoadTests.VerifyAsync(road, new ParquetLake(steady, road.Label), ledgers, "steady");
        await SimulatedRoadTests.VerifyAsync(road, new ParquetLake(hasty, road.Label), ledgers, "hasty");
        IReadOnlyDictionary<string, string> quiet = await QuietRunAsync(road.Label, ledgers);
        new ParquetLake(steady, road.Label).Hashes().ShouldBe(quiet, ignoreOrder: true);
    }

    private static async Task RunWithCrashesAsync(Road road, string ledgers, string steady, string hasty)
    {
        var growing = new GrowingLake(ledgers, road.PathOf("growing"));
        growing.Grow(LedgersPerStep);
        (string Verb, string[] Options, string SignOfWork)[] roles =
        [
            ("source", ["--lake", growing.Folder, "--follow", "--poll-interval", "00:00:00.050"], "Sent ledger"),
            ($"extract {Datasets}", [], "Extracted ledger"),
            ($"sink {Datasets}", ["--lake", steady, .. s_steady], "are durable"),
            ($"sink {Datasets}", ["--lake", hasty, .. s_hasty], "are durable"),
        ];
        List<WorkerProcess> workers = [.. roles.Select(role => road.Start(role.Verb, role.Options))];
        int kills = 0;
        try
        {
            var random = new Random(20_260_618);
            for (int step = 0; !growing.IsWhole; step++)
            {
                growing.Grow(LedgersPerStep);
                int victim = step % roles.Length;
                // Whoever is killed while it starts has done nothing that could go wrong: it must be at work.
                await workers[victim].WaitForAsync(roles[victim].SignOfWork, Road.Limit);
                await Task.Delay(random.Next(0, 60));
                workers[victim].HasExited.ShouldBeFalse(workers[victim].Error);
                await workers[victim].DisposeAsync();
                kills++;
                workers[victim] = road.Start(roles[victim].Verb, roles[victim].Options);
            }

            kills.ShouldBeGreaterThan(4 * roles.Length - 1);
            await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count >= Ledgers, [.. workers]);
            await SimulatedRoadTests.UntilAsync(() => road.HasAll(Ledgers, "ledgers", "transactions"), [.. workers]);
            foreach (WorkerProcess worker in workers) (await worker.StopAsync(Road.Limit)).ShouldBe(0, worker.Error);
        }
        finally
        {
            foreach (WorkerProcess worker in workers) await worker.DisposeAsync();
        }

        await road.ExtractAsync();
        await road.DoneAsync($"sink {Datasets}", ["--to-end", "--lake", steady, .. s_steady]);
        await road.DoneAsync($"sink {Datasets}", ["--to-end", "--lake", hasty, .. s_hasty]);
    }

    // The label stands in the files, so the quiet run has the same one, and a broker of its own.
    private static async Task<IReadOnlyDictionary<string, string>> QuietRunAsync(string label, string ledgers)
    {
        await using KafkaBroker broker = await KafkaBroker.StartOwnAsync();
        using Road road = await Road.OpenAsync(broker, Road.Standalone, label);
        await road.SourceAsync(ledgers);
        await road.ExtractAsync();
        await road.SinkAsync(s_steady);
        return new ParquetLake(road.Lake, label).Hashes();
    }
}
