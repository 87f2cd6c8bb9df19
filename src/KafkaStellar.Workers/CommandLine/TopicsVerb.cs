using System.CommandLine;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>topics</c>: the contracts of topics: shown, made, compared, written down.</summary>
internal static class TopicsVerb
{
    private static readonly Option<string> Folder = new("--folder") { Description = "the folder of the contract files", DefaultValueFactory = _ => "topics" };
    private static readonly Option<short?> Replicas = new("--replicas") { Description = "copies of each partition; else 3, or as many as there are brokers" };

    /// <summary>The verb.</summary>
    public static Command Create() => new("topics", "Lists, creates, checks and renders the topics' contracts.\n\nExample:\n  kafkastellar topics apply --bootstrap-servers localhost:9092 --network pubnet")
    {
        List(), Apply(), Check(), Render(),
    };

    private static Command List()
    {
        Setting[] settings = SharedSettings.Network;
        Command command = Verb.Of("list", "Prints the topics of a network, with partitions and meaning.", "kafkastellar topics list --network pubnet", settings);
        command.SetAction(line =>
        {
            using IHost host = WorkerHost.Build(Setting.Read(line, settings), _ => { });
            string network = WorkerHost.NetworkOf(host).Name;
            foreach (TopicContract contract in Contracts.All) Console.WriteLine($"{contract.TopicOn(network)}\t{contract.Partitions}\t{contract.Meaning}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Apply()
    {
        Setting[] settings = [.. SharedSettings.Kafka, .. SharedSettings.Network];
        Command command = Verb.Of("apply", "Creates the topics that are missing, and sets the settings of those that are there.",
            "kafkastellar topics apply --bootstrap-servers localhost:9092 --network pubnet", settings);
        command.Options.Add(Replicas);
        command.SetAction((line, stop) => WithCluster(line, settings, async (admin, network) =>
        {
            foreach (string done in await admin.ApplyAsync(Contracts.All, network, line.GetValue(Replicas), stop)) Console.WriteLine(done);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Check()
    {
        Setting[] settings = [.. SharedSettings.Kafka, .. SharedSettings.Network];
        Command command = Verb.Of("check", "Compares the code with the contract files, and, where brokers are given, with the cluster. Exit 3 where they differ.",
            "kafkastellar topics check --bootstrap-servers localhost:9092 --network pubnet", settings);
        command.Options.Add(Folder);
        command.Options.Add(Replicas);
        command.SetAction(async (line, stop) =>
        {
            List<string> differences = ContractFiles.Compare(line.GetValue(Folder)!);
            Dictionary<string, string?> given = Setting.Read(line, settings);
            if (given.ContainsKey("Kafka:BootstrapServers") || Environment.GetEnvironmentVariable("KAFKASTELLAR__KAFKA__BOOTSTRAPSERVERS") is not null)
            {
                int code = await WithCluster(line, settings, async (admin, network) =>
                {
                    differences.AddRange(await admin.CompareAsync(Contracts.All, network, line.GetValue(Replicas), stop));
                    return ExitCodes.Done;
                });
                if (code != ExitCodes.Done) return code;
            }

            foreach (string difference in differences) Console.WriteLine(difference);
            return differences.Count == 0 ? ExitCodes.Done : ExitCodes.InputRefused;
        });
        return command;
    }

    private static Command Render()
    {
        Command command = Verb.Of("render", "Publishes the code's contracts as files; exit 3 where readers of a published one could not bear the change.",
            "kafkastellar topics render --folder topics", []);
        command.Options.Add(Folder);
        command.SetAction(line =>
        {
            try
            {
                foreach (string written in ContractFiles.Render(line.GetValue(Folder)!)) Console.WriteLine(written);
                return ExitCodes.Done;
            }
            catch (ContractException refused) // here the contracts are the input
            {
                Console.Error.WriteLine(refused.Message);
                return ExitCodes.InputRefused;
            }
        });
        return command;
    }

    private static async Task<int> WithCluster(ParseResult line, Setting[] settings, Func<TopicAdmin, string, Task<int>> work)
    {
        using IHost host = WorkerHost.Build(Setting.Read(line, settings), _ => { });
        using var admin = new TopicAdmin(host.Services.GetRequiredService<ClientFactory>());
        return await work(admin, WorkerHost.NetworkOf(host).Name);
    }
}
