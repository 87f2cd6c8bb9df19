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
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.SourceAsync(await road.SimulateAsync("ledgers", 100, 1));
        await road.DoneAsync($"extract {datasets}", "--to-end");
        return road;
    }
}
