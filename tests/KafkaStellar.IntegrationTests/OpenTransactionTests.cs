using System.Text.RegularExpressions;
using KafkaStellar.IntegrationTests.Sink;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStellar.IntegrationTests;

/// <summary>Transactions of others that are open in raw-ledgers when a source starts: it does not take the place before them for the topic's end.</summary>
public sealed partial class OpenTransactionTests(HangingTransactionsFixture broker) : IClassFixture<HangingTransactionsFixture>
{
    private const int Ledgers = 30;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(4);

    [SkippableFact]
    public async Task A_source_waits_until_an_open_transaction_is_ended_and_goes_on_after_what_stands_behind_it()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("whole", Ledgers, 1);
        using TransactionalWriter foreign = await LeaveOpenAsync(road, lake);
        int port = FreePort.Next();
        await using WorkerProcess source = Start(road, "--lake", lake, "--health-port", $"{port}");
        await source.WaitForAsync($"{road.TopicOf("raw_ledgers")}/0 ends at offset ", Road.Limit);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using HttpResponseMessage waiting = await client.GetAsync("healthz");
        (await waiting.Content.ReadAsStringAsync()).ShouldContain("a transaction is open from offset ");

        foreign.Dispose();

        (await source.WaitForExitAsync(Road.Limit)).ShouldBe(0, source.Error);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_source_that_waits_for_a_transaction_can_be_stopped()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("whole", Ledgers, 1);
        using TransactionalWriter foreign = await LeaveOpenAsync(road, lake);
        await using WorkerProcess source = Start(road, "--lake", lake);
        await source.WaitForAsync("a transaction is open from offset ", Road.Limit);

        (await source.StopAsync(TimeSpan.FromSeconds(15))).ShouldBe(0, source.Error);
    }

    [SkippableFact]
    public async Task A_transaction_that_hangs_is_named_with_how_to_end_it()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string lake = await road.SimulateAsync("whole", Ledgers, 1);
        using TransactionalWriter foreign = await LeaveOpenAsync(road, lake);
        await using WorkerProcess source = Start(road, "--lake", lake);

        (await source.WaitForExitAsync(Road.Limit)).ShouldBe(1, source.Error);

        source.Error.ShouldContain("it hangs");
        Match abort = AbortCommand().Match(source.Error);
        abort.Success.ShouldBeTrue(source.Error);
        await KafkaTool.RunAsync(server, "transactions", ["abort", .. abort.Groups["options"].Value.Split(' ')]);
        await using WorkerProcess next = Start(road, "--lake", lake);
        (await next.WaitForExitAsync(Road.Limit)).ShouldBe(0, next.Error);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
    }

    // Ledgers 2 to 11, a foreign message whose transaction is open, and behind it ledgers 12 to 21, committed.
    private static async Task<TransactionalWriter> LeaveOpenAsync(Road road, string whole)
    {
        var lake = new GrowingLake(whole, road.PathOf("growing"));
        lake.Grow(10);
        await using WorkerProcess source = Start(road, "--lake", lake.Folder, "--follow", "--poll-interval", "00:00:00.100");
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("raw_ledgers").Count == 10, source);
        var clients = new ClientFactory(new KafkaOptions { BootstrapServers = road.BootstrapServers, TransactionTimeout = s_timeout }, NullLoggerFactory.Instance);
        var foreign = new TransactionalWriter(clients, $"it-{Guid.NewGuid():N}", Compression.Zstd);
        OutgoingMessage message = (await road.RawMessagesAsync(whole))[0];
        foreign.Send(message with { Headers = message.Headers with { Dataset = "transactions" } });
        await Task.Delay(500); // until it is at the broker
        lake.Grow(10);
        await source.WaitForAsync("Sent ledger 21", Road.Limit);
        (await source.StopAsync(Road.Limit)).ShouldBe(0, source.Error);
        road.Ledgers("raw_ledgers").Count.ShouldBe(10); // the rest is hidden behind the open transaction
        return foreign;
    }

    private static WorkerProcess Start(Road road, params string[] options) =>
        road.Start(new Dictionary<string, string?> { ["KAFKASTELLAR__KAFKA__TRANSACTIONTIMEOUT"] = $"{s_timeout}" }, "source", options);

    [GeneratedRegex(@"kafka-transactions\.sh --bootstrap-server \S+ abort (?<options>--topic \S+ --partition \d+ --start-offset \d+)")]
    private static partial Regex AbortCommand();
}
