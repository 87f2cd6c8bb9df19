using KafkaStellar.IntegrationTests.Sink;
using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>The auditor of topics, on topics that workers wrote and on some that somebody else wrote into.</summary>
[Collection(BrokerCollection.Name)]
public sealed class AuditTests(KafkaBrokerFixture broker)
{
    [SkippableFact]
    public async Task Topics_that_workers_wrote_are_found_sound()
    {
        using Road road = await GoneAsync();

        CommandResult result = await road.DoneAsync("verify", "--topics", "--complete");

        result.Output.ShouldContain($"{road.TopicOf("raw_ledgers")}: 100 messages, ledgers 2-101.");
        result.Output.ShouldContain($"{road.TopicOf("transactions")}: 100 messages; 0 messages of {road.TopicOf("raw_ledgers")} are in dead-letters instead, 0 are still to be done.");
        result.Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_message_that_somebody_wrote_a_second_time_is_found()
    {
        using Road road = await GoneAsync();
        TopicMessage message = road.Messages("transactions")[70];
        using (var writer = new TransactionalWriter(road.Clients, $"it-{Guid.NewGuid():N}", Compression.Zstd))
        {
            writer.Send(new()
            {
                Topic = message.Position.Topic,
                Partition = message.Position.Partition,
                Key = message.Key,
                Timestamp = message.Timestamp,
                Headers = message.Identity(),
                Value = message.Value.ToArray(),
            });
            writer.Commit();
        }

        CommandResult result = await road.RunAsync("verify", "--topics");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain($"was made from {message.Identity().Source}");
    }

    [SkippableFact]
    public async Task Token_transfers_that_workers_made_of_transactions_are_found_sound()
    {
        using Road road = await GoneAsync();
        await road.DoneAsync("extract token_transfers", "--to-end");

        CommandResult result = await road.DoneAsync("verify", "--topics", "--complete");

        result.Output.ShouldContain($"{road.TopicOf("token_transfers")}: 100 messages; 0 messages of {road.TopicOf("transactions")} are in dead-letters instead, 0 are still to be done.");
        result.Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Token_transfers_are_audited_with_the_transactions_that_they_are_made_of()
    {
        using Road road = await GoneAsync();

        CommandResult result = await road.RunAsync("verify", "--topics", "--complete", "--dataset", "token_transfers");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Output.ShouldContain($"{road.TopicOf("transactions")}: 100 messages; ");
        result.Error.TrimEnd().ShouldBe($"{road.TopicOf("token_transfers")}: nothing was made yet of 100 messages of {road.TopicOf("transactions")}. Run extract token_transfers until it has caught up.");
    }

    [SkippableFact]
    public async Task Ledgers_whose_rows_stand_twice_are_named_each()
    {
        using Road road = await GoneAsync("ledgers");
        road.Write(road.Messages("ledgers").Select(Road.AsSent));

        CommandResult result = await road.RunAsync("verify", "--topics");

        result.ExitCode.ShouldBe(3, result.Error);
        string[] findings = result.Error.TrimEnd().Split('\n');
        findings.Length.ShouldBe(100);
        findings.ShouldAllBe(finding => finding.Contains(" already: they count twice. Delete ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_ledger_of_raw_ledgers_that_was_written_again_is_named_with_both_positions()
    {
        using Road road = await GoneAsync();
        TopicMessage first = road.Messages("raw_ledgers")[70];
        road.Write((await road.RawMessagesAsync(road.PathOf("ledgers"))).Where(message => message.Headers.Ledgers == first.Identity().Ledgers));

        CommandResult result = await road.RunAsync("verify", "--topics");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain($": ledger {first.Identity().Ledgers.First} stands there again: it stands at {first.Position} already");
    }

    [SkippableFact]
    public async Task A_repeat_is_found_in_a_topic_whose_first_records_were_deleted_and_nothing_is_missed_there()
    {
        using Road road = await GoneAsync();
        TopicMessage first = road.Messages("raw_ledgers")[50];
        string which = road.PathOf("delete.json");
        await File.WriteAllTextAsync(which, $$"""{"partitions":[{"topic":"{{road.TopicOf("raw_ledgers")}}","partition":0,"offset":{{first.Position.Offset}}}],"version":1}""");
        await KafkaTool.RunAsync(await broker.BrokerAsync(), "delete-records", "--offset-json-file", which);
        road.Write((await road.RawMessagesAsync(road.PathOf("ledgers"))).Where(message => message.Headers.Ledgers == first.Identity().Ledgers));

        CommandResult result = await road.RunAsync("verify", "--topics");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain($": ledger {first.Identity().Ledgers.First} stands there again: it stands at {first.Position} already");
    }

    [SkippableFact]
    public async Task What_is_still_to_be_done_is_refused_only_where_everything_should_be_done()
    {
        using Road road = await GoneAsync("ledgers");

        CommandResult lenient = await road.RunAsync("verify", "--topics", "--dataset", "transactions"), strict = await road.RunAsync("verify", "--topics", "--complete", "--dataset", "transactions");

        lenient.ExitCode.ShouldBe(0, lenient.Error);
        strict.ExitCode.ShouldBe(3, strict.Error);
        strict.Error.ShouldContain($"nothing was made yet of 100 messages of {road.TopicOf("raw_ledgers")}");
    }

    private async Task<Road> GoneAsync(string datasets = "ledgers transactions")
    {
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone, datasets: ["ledgers", "transactions", "token_transfers"]);
        await road.SourceAsync(await road.SimulateAsync("ledgers", 100, 1));
        await road.DoneAsync($"extract {datasets}", "--to-end");
        return road;
    }
}
