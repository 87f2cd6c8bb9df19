using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>Kafka's own command-line tools, for what an operator does to a cluster; they skip the running test, with the reason, where they are not.</summary>
internal static class KafkaTool
{
    /// <summary>Runs one, which must succeed.</summary>
    /// <param name="broker">The cluster.</param>
    /// <param name="name">The tool: <c>topics</c>, <c>delete-records</c>, <c>consumer-groups</c>.</param>
    /// <param name="options">Its options, but for the brokers' address.</param>
    public static Task<string> RunAsync(KafkaBroker broker, string name, params string[] options) =>
        Command.OutputOfAsync(Path.Combine(SharedFolder.Require("kafka", "bin"), "kafka-tool"), [name, "--bootstrap-server", broker.BootstrapServers, .. options], Road.Limit);

    /// <summary>Deletes all records that some partitions of a topic have now.</summary>
    public static async Task DeleteRecordsAsync(KafkaBroker broker, string topic, params int[] partitions)
    {
        using var folder = new TemporaryFolder();
        string which = folder.PathOf("delete.json");
        IEnumerable<string> ends = partitions.Select(partition => $$"""{"topic":"{{topic}}","partition":{{partition}},"offset":-1}""");
        await File.WriteAllTextAsync(which, $$"""{"partitions":[{{string.Join(',', ends)}}],"version":1}""");
        await RunAsync(broker, "delete-records", "--offset-json-file", which);
    }
}
