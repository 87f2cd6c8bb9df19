using System.Text.Json;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Source;

namespace KafkaStellar.IntegrationTests;

/// <summary>Messages that could not be read: listed, shown whole, and tried again once; and a topic full of them is not drained.</summary>
[Collection(BrokerCollection.Name)]
public sealed class DeadLettersVerbTests(KafkaBrokerFixture broker)
{
    private const int Spoiled = 10; // ledger 12

    private static readonly byte[] s_junk = "this is no Arrow stream"u8.ToArray();

    [SkippableFact]
    public async Task A_dead_letter_is_listed_with_coordinates_and_reason_and_shown_whole()
    {
        using Road road = await GoneAsync(message => message with { Value = s_junk });
        string path = road.PathOf("value");

        CommandResult list = await road.DoneAsync("dead-letters list");
        string[] cells = list.Output.TrimEnd().Split('\t');
        CommandResult show = await road.DoneAsync("dead-letters show", string.Join('/', cells[0].Split('/')[1..]), "--value", path);

        cells[1].ShouldBe($"{road.TopicOf("raw_ledgers")}/0/{Spoiled}");
        cells[4].ShouldContain("CRC-32C");
        using JsonDocument whole = JsonDocument.Parse(show.Output);
        whole.RootElement.GetProperty("source_value").GetBytesFromBase64().ShouldBe(s_junk);
        whole.RootElement.GetProperty("source_headers").EnumerateArray().ShouldContain(header => header.GetProperty("value").GetString() == "12-12");
        File.ReadAllBytes(path).ShouldBe(s_junk);
    }

    [SkippableFact]
    public async Task A_message_that_still_cannot_be_read_stays_where_it_is()
    {
        using Road road = await GoneAsync(message => message with { Value = s_junk });

        CommandResult retry = await road.RunAsync("dead-letters retry", "--all");

        retry.ExitCode.ShouldBe(3, retry.Error);
        retry.Error.ShouldContain($"{road.TopicOf("raw_ledgers")}/0/{Spoiled}");
        road.Ledgers("ledgers").ShouldNotContain(12u);
        (await road.RunAsync("verify --topics")).Output.ShouldContain($"1 messages of {road.TopicOf("raw_ledgers")} are in dead-letters");
    }

    // Written under an older rule, it was set aside; the program that tries it again knows better.
    [SkippableFact]
    public async Task A_message_that_can_be_read_by_now_is_made_once_however_often_it_is_tried()
    {
        using Road road = await GoneAsync(message => message);
        SetAside(road, road.Messages("raw_ledgers")[Spoiled]);

        CommandResult first = await road.DoneAsync("dead-letters retry", "--all"), second = await road.DoneAsync("dead-letters retry", "--all");

        first.Output.ShouldContain($"{road.TopicOf("transactions")}: 2 rows of ledgers 12-12 were made from {road.TopicOf("raw_ledgers")}/0/{Spoiled}.");
        second.Output.ShouldContain($"{road.TopicOf("transactions")} has what is made from {road.TopicOf("raw_ledgers")}/0/{Spoiled} already.");
        await road.ExtractAsync(); // goes on behind what was made in order, and not behind what was made late
        foreach (string dataset in (string[])["ledgers", "transactions"])
            road.Ledgers(dataset).ShouldBe(Enumerable.Range(2, 20).Select(ledger => (uint)ledger));
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_message_of_transactions_that_can_be_read_by_now_gives_its_token_transfers_once()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone, datasets: ["ledgers", "transactions", "token_transfers"]);
        await road.FillAsync(20, 2);
        await road.ExtractAsync();
        TopicMessage message = road.Messages("transactions")[Spoiled];
        using var transfers = new Workers.Extract.TransferMessages(new Network(road.Label, Road.Standalone), Selection.Everything);
        using var late = new Workers.Extract.TransferMessages(new Network(road.Label, Road.Standalone), Selection.Everything);
        SetAside(road, message, "transactions", ["token_transfers"], read => (read.Position.Offset < message.Position.Offset ? transfers : late).Of(read));

        CommandResult first = await road.DoneAsync("dead-letters retry", "--all"), second = await road.DoneAsync("dead-letters retry", "--all");
        await road.DoneAsync("extract token_transfers", "--to-end");

        first.Output.ShouldContain($"rows of ledgers 12-12 were made from {message.Position}.");
        second.Output.ShouldContain($"has what is made from {message.Position} already.");
        road.Ledgers("token_transfers").ShouldBe(Enumerable.Range(2, 20).Select(ledger => (uint)ledger));
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_topic_full_of_messages_that_cannot_be_read_stops_the_worker_before_it_is_drained()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        OutgoingMessage good = (await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 1, 1)))[0];
        road.Write(Enumerable.Repeat(good with { Value = s_junk }, 200));

        CommandResult result = await road.RunAsync("extract ledgers", "--to-end");

        result.ExitCode.ShouldBe(1, result.Error);
        result.Error.ShouldContain("too many of its messages cannot be read");
        road.Messages("dead_letters").Count.ShouldBeLessThanOrEqualTo(10);
    }

    // Twenty ledgers of two transactions, of which one is spoiled, extracted.
    private async Task<Road> GoneAsync(Func<OutgoingMessage, OutgoingMessage> spoil)
    {
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> messages = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 20, 2));
        bool isSpoiled = !ReferenceEquals(messages[Spoiled], messages[Spoiled] = spoil(messages[Spoiled]));
        road.Write(messages);
        if (isSpoiled) await road.ExtractAsync();
        return road;
    }

    // What a worker writes that cannot read a message: the letter, and the group's offset after it; then one that reads the others.
    private static void SetAside(Road road, TopicMessage message)
    {
        string[] datasets = ["ledgers", "transactions"];
        using var extraction = new Workers.Extract.Extraction(new Network(road.Label, Road.Standalone), datasets, Selection.Everything);
        SetAside(road, message, "raw_ledgers", datasets, read => extraction.Of(read, chain: null).Messages);
    }

    private static void SetAside(Road road, TopicMessage message, string input, string[] datasets, Func<TopicMessage, IReadOnlyList<OutgoingMessage>> make)
    {
        using var unit = new TransactionalUnit(road.Clients, new()
        {
            Outputs = [.. datasets.Select(name => new UnitOutput(road.TopicOf(input), $"kafkastellar-extract-{road.Label}-{name}", Workers.Extract.DatasetTopic.On(Catalog.Find(name), road.Label)))],
            TransactionalId = $"kafkastellar-extract-{road.Label}-{string.Join('-', datasets)}-0",
            Network = road.Label,
            Code = "tests 1.0",
        });
        foreach (TopicMessage read in unit.ReadToEnd(CancellationToken.None))
        {
            if (read.Position == message.Position) unit.DeadLetter(read, datasets, "an older program could not read it.", ledger: 12);
            else unit.Send(make(read));
        }
    }
}
