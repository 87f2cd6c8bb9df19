using System.CommandLine;
using KafkaStellar.Workers.Demo;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>demo</c>: the whole fleet in one process.</summary>
internal static class DemoVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var servers = new Option<string>("--bootstrap-servers") { Description = "brokers to use; else KAFKA_BOOTSTRAP_SERVERS, a Kafka in KAFKA_HOME or ../shared/kafka, or the embedded one" };
        var ledgers = new Option<int?>("--ledgers") { Description = "how many ledgers; else all real ones at hand, or 300 simulated ones" };
        var lake = new Option<string>("--lake") { Description = "the folder of the Parquet files", DefaultValueFactory = _ => "lake" };
        var command = new Command("demo", "Runs source, extract and sink in this process, on real ledgers where there are some, and asks the Parquet files a question.\n\nExample:\n  kafkastellar demo --ledgers 1000") { servers, ledgers, lake };
        Verb.RequireAtLeastOne(ledgers);
        command.SetAction((line, stop) => new DemoCommand(line.GetValue(servers), line.GetValue(ledgers), line.GetValue(lake)!).RunAsync(stop));
        return command;
    }
}
