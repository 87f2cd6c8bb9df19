using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Extracting workers that fail at each step of a transaction: what they wrote is there once for a reader of what is committed.</summary>
public sealed class TransactionFaultTests(KafkaBrokerFixture broker) : IClassFixture<KafkaBrokerFixture>
{
    private const int Ledgers = 40;
    private const string Datasets = "ledgers transactions";
    private static readonly string[] s_datasets = Datasets.Split(' ');

    // The first transaction ends after some ledgers, so that faults at the second visit come in the middle of the work.
    private const string TwoTransactions = "send.after@20:wait=300,";

    [SkippableTheory]
    [InlineData("begin.before@2")]
    [InlineData("begin.after@2")]
    [InlineData("send.before@31")]
    [InlineData("send.after@31")]
    [InlineData("offsets.before@1")]
    [InlineData("offsets.before@2")]
    [InlineData("offsets.after@2")]
    [InlineData("commit.before@2")]
    [InlineData("commit.after@1")]
    [InlineData("commit.after@2")]
    public async Task A_worker_killed_at_any_step_of_a_transaction_leaves_its_successor_to_do_the_rest_once(string step)
    {
        using Road road = await OpenAsync();
        await using (WorkerProcess extract = road.Start(new Sabotage($"{TwoTransactions}{step}:kill"), $"extract {Datasets}"))
        {
            (await extract.WaitForExitAsync(Road.Limit)).ShouldBe(128 + (int)ProcessSignal.Kill, extract.Error);
        }

        await road.DoneAsync($"extract {Datasets}", "--to-end");

        road.ShouldCoverTheInputOnce(s_datasets);
    }

    [SkippableTheory]
    [InlineData("begin.before@1")]
    [InlineData("offsets.before@1")]
    [InlineData("offsets.before@2")]
    [InlineData("commit.before@1")]
    [InlineData("commit.before@2")]
    public Task After_an_abort_a_worker_goes_back_and_does_the_same_messages_again(string step) =>
        ShouldDoEachOnceAsync(new Sabotage($"{TwoTransactions}{step}:fail"), "is read again from offset", "takes a new producer epoch");

    [SkippableFact]
    public Task Messages_that_the_client_hands_over_a_second_time_are_dropped() =>
        ShouldDoEachOnceAsync(new Sabotage("read.again@15:fail,read.again@30:fail"), "was handed over a second time and is dropped");

    [SkippableFact]
    public Task A_transaction_that_is_open_almost_as_long_as_it_may_be_is_not_committed_but_done_again() =>
        ShouldDoEachOnceAsync(new Sabotage("send.after@20:wait=4700").WithKafka("TRANSACTIONTIMEOUT", "00:00:05"), "of the 5 s that it may be");

    [SkippableTheory]
    [InlineData("offsets.before@1")]
    [InlineData("commit.before@1")]
    public Task A_transaction_that_the_coordinator_ended_because_it_took_too_long_is_done_again(string step) =>
        ShouldDoEachOnceAsync(new Sabotage($"{step}:wait=8000").WithKafka("TRANSACTIONTIMEOUT", "00:00:03"), "takes a new producer epoch");

    [SkippableFact]
    public Task A_client_that_does_not_come_back_from_sending_offsets_is_left_and_the_work_done_again() =>
        ShouldDoEachOnceAsync(new Sabotage("offsets.under-way@1:wait=600000").WithKafka("TRANSACTIONTIMEOUT", "00:00:05"), "did not send the offsets within");

    [SkippableFact]
    public async Task A_successor_in_the_same_slot_ends_at_once_what_a_crash_left_open()
    {
        using Road road = await OpenAsync();
        await CrashWithAnOpenTransactionAsync(road);

        await road.DoneAsync($"extract {Datasets}", "--to-end", "--slot", "0");

        road.ShouldCoverTheInputOnce(s_datasets);
    }

    [SkippableFact]
    public async Task A_successor_in_another_slot_waits_until_it_is_decided_what_a_crash_left_open()
    {
        using Road road = await OpenAsync();
        await CrashWithAnOpenTransactionAsync(road);
        await using WorkerProcess other = road.Start($"extract {Datasets}", "--slot", "1");
        await other.WaitForAsync("but a transaction is open from offset 0 on", Road.Limit);
        road.Messages("ledgers").ShouldBeEmpty();

        await using WorkerProcess same = road.Start($"extract {Datasets}", "--slot", "0");

        await SimulatedRoadTests.UntilAsync(() => s_datasets.All(dataset => road.Messages(dataset).Count >= Ledgers), other);
        (await other.StopAsync(Road.Limit)).ShouldBe(0, other.Error);
        (await same.StopAsync(Road.Limit)).ShouldBe(0, same.Error);
        road.ShouldCoverTheInputOnce(s_datasets);
    }

    [SkippableFact]
    public async Task A_group_that_has_done_everything_has_no_lag_though_transactions_end_with_markers()
    {
        using Road road = await OpenAsync();
        await road.DoneAsync($"extract {Datasets}", "--to-end");

        road.ShouldHaveNoLag("raw_ledgers", "ledgers", "transactions");
    }

    // A worker that meets a fault goes on by itself: it says what it met, and each message is answered once.
    private async Task ShouldDoEachOnceAsync(Sabotage sabotage, params string[] says)
    {
        using Road road = await OpenAsync();
        await using WorkerProcess extract = road.Start(sabotage, $"extract {Datasets}", "--to-end");

        (await extract.WaitForExitAsync(Road.Limit)).ShouldBe(0, extract.Error);

        foreach (string said in says) extract.Error.ShouldContain(said);
        road.ShouldCoverTheInputOnce(s_datasets);
    }

    // Its transaction may stay open for a quarter of an hour, which no test waits for. What is not at the broker yet would hold up no reader.
    private async Task CrashWithAnOpenTransactionAsync(Road road)
    {
        string data = Path.Combine((await broker.BrokerAsync()).Folder, "node-1", "data");
        Sabotage standsStill = new Sabotage("offsets.before@1:wait=600000").WithKafka("TRANSACTIONTIMEOUT", "00:15:00");
        await using WorkerProcess extract = road.Start(standsStill, $"extract {Datasets}");
        foreach (string dataset in s_datasets)
            await SimulatedRoadTests.UntilAsync(() => new DirectoryInfo(Path.Combine(data, $"{road.TopicOf(dataset)}-0")).GetFiles("*.log").Sum(file => file.Length) > 0, extract);
        await extract.KillAsync();
    }

    private async Task<Road> OpenAsync()
    {
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.FillAsync(Ledgers, 1);
        return road;
    }
}
