using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Sink;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>sink</c>: the topics of some datasets → Parquet files in a lake.</summary>
internal static class SinkVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Setting[] settings =
        [
            .. SharedSettings.Kafka,
            .. SharedSettings.Network,
            .. SharedSettings.Health,
            .. SharedSettings.Group,
            Setting.Of("--lake", "Sink:Lake", "the lake: a folder, or s3://bucket/prefix"),
            Setting.Of("--s3-endpoint", "S3:Endpoint", "the address of an S3 store that is not AWS's"),
            Setting.Of("--s3-region", "S3:Region", "its region; keys come from the environment as for AWS's tools (AWS_ACCESS_KEY_ID, …)"),
            Setting.Of("--id", "Sink:Id", "the sink's id: its chain of intents in the lake, and its consumer group; a topic is of one id in a lake"),
            Setting.Of("--scheme", "Sink:Scheme", "folders: none, date, hour, date_hour_type, ledger_range[:LEDGERS], a column (event_type, asset_code), or several joined by +"),
            Setting.Of("--codec", "Sink:Codec", "zstd[:LEVEL], snappy, gzip, lz4, brotli, none"),
            Setting.Of("--ledgers-per-file", "Sink:LedgersPerFile", "a file ends at a multiple of this ledger number"),
            Setting.Of("--bytes-per-file", "Sink:BytesPerFile", "a file ends after this many bytes of rows"),
            Setting.Of("--rows-per-file", "Sink:RowsPerFile", "a file ends after this many rows"),
            Setting.Of("--max-open-files", "Sink:MaxOpenFiles", "files of a partition end when there are this many of them"),
            Setting.Of("--max-age", "Sink:MaxAge", "how long rows may wait for their file to end, hh:mm:ss; zero for ever"),
            Setting.Of("--max-scratch-bytes", "Sink:MaxScratchBytes", "bytes of rows that may wait on the disk; beyond, partitions are read one by one"),
            Setting.Of("--on-gap", "Sink:OnGap", "where the topic has lost messages before they became files: halt or continue"),
            Setting.Of("--skip", "Sink:Skip", "messages that cannot be read and are to be left out, on the record: TOPIC/PARTITION@OFFSET, several separated by commas"),
            Setting.Of("--scratch", "Sink:Scratch", "a folder for files that are being made"),
            Setting.Flag("--to-end", "Sink:ToEnd", "end at the end of the topics instead of waiting for more"),
        ];
        Command command = Verb.Of(
            "sink",
            $"Writes the topics of some datasets to Parquet files, each row once; commits offsets after the files are durable. Datasets: {string.Join(", ", Catalog.All.Select(dataset => dataset.Name))}.",
            "kafkastellar sink ledgers transactions --bootstrap-servers localhost:9092 --network pubnet --lake /data/lake",
            settings);
        var datasets = new Argument<string[]>("DATASET") { Arity = ArgumentArity.ZeroOrMore, Description = "the datasets [KAFKASTELLAR__SINK__DATASETS__0, …]" };
        command.Arguments.Add(datasets);
        command.SetAction((line, stop) =>
        {
            Dictionary<string, string?> given = Setting.Read(line, settings);
            Setting.AddList(given, "Sink:Datasets", line.GetValue(datasets));
            return WorkerHost.RunAsync(given, services => services.AddSink().AddSingleton<IValidateOptions<KafkaOptions>, SinkMemory>(), stop);
        });
        return command;
    }
}
