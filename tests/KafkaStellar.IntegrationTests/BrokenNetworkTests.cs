using KafkaStellar.Datasets;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers;

namespace KafkaStellar.IntegrationTests;

/// <summary>What is sent and does not arrive, or is not answered, or is not taken: the transaction is done again, and nothing of it is half there.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class BrokenNetworkTests(ProxiedBrokerFixture broker)
{
    private const short CoordinatorLoading = 14;
    private const short CoordinatorNotAvailable = 15;
    private const short NotCoordinator = 16;
    private const int Ledgers = 40;
    private const string Datasets = "ledgers transactions";
    private static readonly string[] s_datasets = Datasets.Split(' ');

    [SkippableFact]
    public async Task A_commit_of_which_the_answer_is_lost_is_not_done_twice()
    {
        ProxiedBroker kafka = await broker.ProxiedAsync();
        kafka.Proxy.Fate = apiKey => apiKey == KafkaProxy.EndTxn && kafka.Proxy.Requests(apiKey) == 1 ? RequestFate.CutAfter : RequestFate.Pass;

        string said = await ExtractAsync(kafka, new Sabotage("send.after@20:wait=300"));

        said.ShouldContain("takes a new producer epoch");
    }

    [SkippableFact]
    public async Task A_coordinator_that_moves_while_offsets_and_ends_are_sent_is_asked_again_and_the_transaction_goes_on()
    {
        ProxiedBroker kafka = await broker.ProxiedAsync();
        kafka.Proxy.Refuse(KafkaProxy.AddOffsetsToTxn, NotCoordinator, CoordinatorLoading, NotCoordinator, CoordinatorNotAvailable);
        kafka.Proxy.Refuse(KafkaProxy.EndTxn, CoordinatorLoading, NotCoordinator);

        string said = await ExtractAsync(kafka, new Sabotage("send.after@20:wait=300"));

        kafka.Proxy.Requests(KafkaProxy.AddOffsetsToTxn).ShouldBeGreaterThanOrEqualTo(4 + 2);
        kafka.Proxy.Requests(KafkaProxy.EndTxn).ShouldBeGreaterThanOrEqualTo(2 + 2);
        said.ShouldNotContain("aborts its transaction");
    }

    [SkippableFact]
    public async Task A_message_that_gets_no_answer_in_its_time_makes_the_worker_do_the_transaction_again()
    {
        ProxiedBroker kafka = await broker.ProxiedAsync();
        kafka.Proxy.Fate = apiKey => apiKey == KafkaProxy.Produce && kafka.Proxy.Requests(apiKey) == 1 ? RequestFate.Swallow : RequestFate.Pass;

        string said = await ExtractAsync(kafka, new Sabotage("").WithKafka("TRANSACTIONTIMEOUT", "00:00:04"));

        said.ShouldContain("aborts its transaction and does it again");
    }

    [SkippableFact]
    public async Task A_client_that_can_hold_few_messages_makes_the_worker_wait_and_nothing_is_lost()
    {
        using Road road = await OpenAsync(await broker.BrokerAsync());
        var small = new Sabotage("").WithKafka("PROPERTIES__queue.buffering.max.messages", "3");
        await using WorkerProcess extract = road.Start(small, $"extract {Datasets}", "--to-end");

        (await extract.WaitForExitAsync(Road.Limit)).ShouldBe(0, extract.Error);

        road.ShouldCoverTheInputOnce(s_datasets);
    }

    [SkippableFact]
    public async Task A_message_that_its_topic_does_not_take_stops_the_worker_and_nothing_of_the_transaction_is_there()
    {
        using Road road = await OpenAsync(await broker.BrokerAsync());
        TopicContract contract = Contracts.Of(Catalog.Find("transactions"));
        using var admin = new TopicAdmin(road.Clients);
        await admin.ApplyAsync([contract with { MaxMessageBytes = 1000 }], road.Label);

        CommandResult refused = await road.RunAsync($"extract {Datasets}", "--to-end");

        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain($"may not send to {road.TopicOf("transactions")}/");
        road.Messages("ledgers").ShouldBeEmpty();
        await admin.ApplyAsync([contract], road.Label);
        await road.DoneAsync($"extract {Datasets}", "--to-end");
        road.ShouldCoverTheInputOnce(s_datasets);
    }

    // Extracts through the proxy to the end, and gives what the worker said.
    private static async Task<string> ExtractAsync(ProxiedBroker kafka, Sabotage sabotage)
    {
        using Road road = await OpenAsync(kafka.Broker);
        await using WorkerProcess extract = road.Start(sabotage with { BootstrapServers = kafka.Proxy.Address }, $"extract {Datasets}", "--to-end");
        (await extract.WaitForExitAsync(Road.Limit)).ShouldBe(0, extract.Error);
        road.ShouldCoverTheInputOnce(s_datasets);
        return extract.Error;
    }

    private static async Task<Road> OpenAsync(KafkaBroker kafka)
    {
        Road road = await Road.OpenAsync(kafka, Road.Standalone);
        await road.FillAsync(Ledgers, 1);
        return road;
    }
}
