using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>verify --topics</c>: raw-ledgers against itself, each dataset's topic against the one it is made of.</summary>
internal static class VerifyTopicsVerb
{
    private static readonly Option<string[]> Named = new("--dataset") { Description = "a dataset to audit, given once for each; else all whose topics hold something; what it is made of is audited too" };
    private static readonly Setting[] Settings = [.. SharedSettings.Kafka, .. SharedSettings.Network];

    /// <summary>Says that topics are what is verified.</summary>
    public static Option<bool> Topics { get; } = new("--topics")
    {
        Description = "audit the topics: ledgers gap-free and chained by hash, every dataset made from each message of its input once, no ledger twice",
    };

    /// <summary>Says that nothing may be missing.</summary>
    public static Option<bool> Complete { get; } = new("--complete")
    {
        Description = "files: no ledger may be missing between them; topics: nothing may be left to do",
    };

    /// <summary>An example for <c>--help</c>.</summary>
    public static string Example => "kafkastellar verify --topics --bootstrap-servers localhost:9092 --network pubnet";

    /// <summary>Adds the options to a verb that verifies.</summary>
    public static void AddTo(Command verify)
    {
        verify.Options.Add(Topics);
        verify.Options.Add(Named);
        verify.Options.Add(Complete);
        foreach (Setting setting in Settings.Where(setting => verify.Options.All(option => option.Name != setting.Option.Name))) verify.Options.Add(setting.Option);
    }

    /// <summary>Audits the topics.</summary>
    public static async Task<int> RunAsync(ParseResult line, CancellationToken stop)
    {
        using IHost host = WorkerHost.Build(Setting.Read(line, Settings), _ => { });
        ClientFactory clients = host.Services.GetRequiredService<ClientFactory>();
        string network = WorkerHost.NetworkOf(host).Name;
        var findings = new Findings();
        IReadOnlyList<Dataset> datasets = await DatasetsAsync(clients, network, line.GetValue(Named) ?? [], stop);
        await Task.Run(() => new TopicsAudit(clients, network, findings).Run(datasets, line.GetValue(Complete), Console.WriteLine, stop), stop);
        foreach (string sentence in findings.Sentences) await Console.Error.WriteLineAsync(sentence);
        return findings.Count == 0 ? ExitCodes.Done : ExitCodes.InputRefused;
    }

    private static async Task<IReadOnlyList<Dataset>> DatasetsAsync(ClientFactory clients, string network, string[] named, CancellationToken stop)
    {
        if (named.Length > 0) return [.. named.Select(Catalog.Find)];
        using var admin = new TopicAdmin(clients);
        List<Dataset> found = [];
        foreach (Dataset dataset in Catalog.All)
        {
            string topic = Contracts.Of(dataset).TopicOn(network);
            if (await admin.PartitionsAsync(topic, stop) is not null && TopicScan.Read(clients, topic, stop).Any()) found.Add(dataset);
        }

        return found;
    }
}
