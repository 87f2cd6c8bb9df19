using System.Text.RegularExpressions;
using KafkaStellar.IntegrationTests.Sink;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers;

namespace KafkaStellar.IntegrationTests;

/// <summary>Topics that were made when the cluster had one broker: what is missing is seen, and what is printed mends it.</summary>
[Collection(BrokerFaultCollection.Name)]
public sealed class TopicCopiesTests(ThreeBrokersFixture brokers)
{
    [SkippableFact]
    public async Task Missing_copies_are_seen_and_what_is_printed_mends_them()
    {
        using var limit = new CancellationTokenSource(Road.Limit);
        KafkaBroker kafka = await brokers.BrokerAsync();
        using Road road = await Road.OpenAsync(kafka, Road.Standalone, datasets: []);
        TopicContract[] contracts = [Contracts.Of(Datasets.Catalog.Find("operations")) with { Dataset = "copies", Partitions = 3 }];
        using var admin = new TopicAdmin(road.Clients);
        string topic = contracts[0].TopicOn(road.Label);
        await admin.ApplyAsync(contracts, road.Label, replicas: 1);

        string difference = await SeenAsync("1 replicas");
        difference.ShouldStartWith($"{topic} has 1 replicas of a partition; 3 are wanted.");
        string printed = (await admin.ApplyAsync(contracts, road.Label)).ShouldHaveSingleItem();
        difference.ShouldEndWith(printed);

        string file = road.PathOf("more-copies.json");
        await File.WriteAllTextAsync(file, Regex.Match(printed, "echo '([^']*)'").Groups[1].Value);
        await KafkaTool.RunAsync(kafka, "reassign-partitions", "--reassignment-json-file", file, "--execute");
        await KafkaTool.RunAsync(kafka, "reassign-partitions", "--reassignment-json-file", file, "--verify");

        (await SeenAsync("min.insync")).ShouldBe($"{topic} has min.insync.replicas=1; its contract promises 2.");
        (await admin.ApplyAsync(contracts, road.Label)).ShouldBe([$"Set min.insync.replicas of {topic} to 2; it was 1."]);
        while ((await admin.CompareAsync(contracts, road.Label)).Count > 0) await Task.Delay(100, limit.Token);

        // The brokers tell each other of a change in their own time.
        async Task<string> SeenAsync(string text)
        {
            while (true)
            {
                if (await admin.CompareAsync(contracts, road.Label) is [string only] && only.Contains(text, StringComparison.Ordinal)) return only;
                await Task.Delay(100, limit.Token);
            }
        }
    }
}
