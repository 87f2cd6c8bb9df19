using System.CommandLine;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>source</c>: a data lake → raw-ledgers.</summary>
internal static class SourceVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Setting[] settings =
        [
            .. SharedSettings.Kafka,
            .. SharedSettings.Network,
            .. SharedSettings.Health,
            Setting.Of("--lake", "Source:Lake", "the data lake (SEP-54): the folder that holds .config.json"),
            Setting.Of("--from", "Source:From", "the first ledger; else the lake's first, or the one after the topic's last; where the topic's records were deleted, the one to go on with"),
            Setting.Of("--to", "Source:To", "the last ledger; else the lake's last"),
            Setting.Flag("--follow", "Source:Follow", "wait for ledgers that are not there yet, or not whole"),
            Setting.Of("--poll-interval", "Source:PollInterval", "how often to look for the next ledger, hh:mm:ss"),
            Setting.Of("--ledgers-per-object", "Source:LedgersPerObject", "for a lake without .config.json"),
            Setting.Of("--objects-per-partition", "Source:ObjectsPerPartition", "for a lake without .config.json"),
        ];
        Command command = Verb.Of(
            "source",
            "Reads ledgers from a data lake and writes them to raw-ledgers, each once; goes on after the last ledger in the topic.",
            "kafkastellar source --bootstrap-servers localhost:9092 --network pubnet --lake /data/ledgers --from 63092982 --to 63092991",
            settings);
        command.SetAction((line, stop) => WorkerHost.RunAsync(Setting.Read(line, settings), services => services.AddSource(), stop));
        return command;
    }
}
