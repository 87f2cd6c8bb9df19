using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>extract</c>: raw-ledgers → the topics of some datasets.</summary>
internal static class ExtractVerb
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
            Setting.Of("--group", "Extract:Group", "what the consumer groups' names begin with, one for each dataset; else they are named after the network"),
            Setting.Of("--slot", "Extract:Slot", "this process's place among those with the same datasets, from 0"),
            Setting.Of("--units", "Extract:Units", "readers and writers in this process"),
            Setting.Of("--from", "Extract:From", "the first ledger to make where nobody can tell what was made, or after ledgers that are missing on purpose"),
            Setting.Flag("--to-end", "Extract:ToEnd", "end at the end of the topic instead of waiting for more"),
            Setting.Of("--verify-one-in", "Extract:VerifyOneIn", "token_transfers: compare those of one ledger in N with the balances that moved, and halt where they disagree"),
            Setting.Of("--state", "Extract:State", "a folder kept from start to start: a message that two starts have died at is set aside by the third"),
            .. SharedSettings.Selection,
        ];
        Command command = Verb.Of(
            "extract",
            $"Reads raw-ledgers and writes the rows of some datasets to their topics, exactly once. Datasets: {string.Join(", ", Catalog.All.Select(dataset => dataset.Name))}.",
            "kafkastellar extract ledgers transactions --bootstrap-servers localhost:9092 --network pubnet",
            settings);
        var datasets = new Argument<string[]>("DATASET") { Arity = ArgumentArity.ZeroOrMore, Description = "the datasets [KAFKASTELLAR__EXTRACT__DATASETS__0, …]" };
        command.Arguments.Add(datasets);
        command.SetAction((line, stop) =>
        {
            Dictionary<string, string?> given = Setting.Read(line, settings);
            Setting.AddList(given, "Extract:Datasets", line.GetValue(datasets));
            return WorkerHost.RunAsync(given, services => services.AddExtract(), stop);
        });
        return command;
    }
}
