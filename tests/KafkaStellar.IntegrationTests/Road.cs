using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Workers.Source;
using KafkaStellar.Xdr;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStellar.IntegrationTests;

/// <summary>The topics of one network label on a broker, a folder for lakes, and the workers between them as processes.</summary>
public sealed class Road : IDisposable
{
    public const string Pubnet = "Public Global Stellar Network ; September 2015";
    public const string Standalone = "Standalone Network ; February 2017";

    /// <summary>How long anything may take before the test gives up; nothing is asserted about how long it does take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // A killed member's partitions are another's after the session's end, which would be 45 s; and each ledger is said, so that a test sees work.
    private static readonly Dictionary<string, string?> s_environment = new()
    {
        ["KAFKASTELLAR__KAFKA__SESSIONTIMEOUT"] = "00:00:01",
        ["KAFKASTELLAR__LOGGING__LOGLEVEL__KAFKASTELLAR.WORKERS"] = "Debug",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly string _bootstrapServers;
    private readonly string _passphrase;

    private Road(KafkaBroker broker, string passphrase, string label)
    {
        _bootstrapServers = broker.BootstrapServers;
        _passphrase = passphrase;
        Label = label;
        Clients = new ClientFactory(new KafkaOptions { BootstrapServers = _bootstrapServers }, NullLoggerFactory.Instance);
    }

    /// <summary>The network's label.</summary>
    public string Label { get; }

    /// <summary>Clients of the broker, for what a test does itself.</summary>
    public ClientFactory Clients { get; }

    /// <summary>The brokers.</summary>
    public string BootstrapServers => _bootstrapServers;

    /// <summary>The Parquet lake, unless a sink is told another.</summary>
    public string Lake => PathOf("lake");

    /// <summary>Makes the topics of raw ledgers, of dead letters, and of some datasets: ledgers and transactions where none is named.</summary>
    public static async Task<Road> OpenAsync(KafkaBroker broker, string passphrase, string? label = null, string[]? datasets = null)
    {
        var road = new Road(broker, passphrase, label ?? $"it-{Guid.NewGuid().ToString("N")[..8]}");
        datasets ??= ["ledgers", "transactions"];
        using var admin = new TopicAdmin(road.Clients);
        await admin.ApplyAsync([RawLedgers.Contract, .. datasets.Select(dataset => Contracts.Of(Catalog.Find(dataset))), Topics.DeadLetters.Contract], road.Label);
        return road;
    }

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    public string TopicOf(string dataset) => new TopicName(Label, dataset, 1).ToString();

    /// <summary>Makes a simulated lake, whose second half is of the newest protocol: the upgrade is in it, and ledgers that share a second.</summary>
    public async Task<string> SimulateAsync(string name, int ledgers, int transactions, ulong seed = 1)
    {
        string folder = PathOf(name);
        var options = new SimulationOptions { Seed = seed, TransactionsPerLedger = transactions, Protocol = XdrVersion.Protocol - 1 };
        options = options with { Upgrade = new ProtocolUpgrade(options.FirstLedger + (uint)ledgers / 2, XdrVersion.Protocol) };
        await SimulateCommand.WriteLakeAsync(new Network(Label, _passphrase), options, ledgers, folder, default);
        return folder;
    }

    /// <summary>Runs a worker to its end.</summary>
    public Task<CommandResult> RunAsync(string verb, params string[] options) => WorkerProcess.RunAsync(Arguments(verb, options), Limit, s_environment);

    /// <summary>Runs a worker to its end, which must be a good one.</summary>
    public async Task<CommandResult> DoneAsync(string verb, params string[] options)
    {
        CommandResult result = await RunAsync(verb, options);
        result.ExitCode.ShouldBe(0, $"{verb}: {result.Error}");
        return result;
    }

    /// <summary>Starts a worker.</summary>
    public WorkerProcess Start(string verb, params string[] options) => WorkerProcess.Start(Arguments(verb, options), s_environment);

    /// <summary>Starts a worker that a test breaks at named places.</summary>
    public WorkerProcess Start(Sabotage sabotage, string verb, params string[] options) => WorkerProcess.Start(
        Arguments(verb, options, sabotage.BootstrapServers), sabotage.Add(s_environment), program: WorkerProcess.ProgramWithFaultPoints);

    /// <summary>Starts a worker with some more of an environment.</summary>
    public WorkerProcess Start(IReadOnlyDictionary<string, string?> environment, string verb, params string[] options) =>
        WorkerProcess.Start(Arguments(verb, options), new Dictionary<string, string?>(s_environment.Concat(environment)));

    public Task<CommandResult> SourceAsync(string lake) => DoneAsync("source", "--lake", lake);

    public Task<CommandResult> ExtractAsync() => DoneAsync("extract ledgers transactions", "--to-end");

    public Task<CommandResult> SinkAsync(params string[] options) => DoneAsync("sink ledgers transactions", ["--to-end", "--lake", Lake, .. options]);

    /// <summary>Writes simulated ledgers into the topic of raw ledgers, as a source would, for a test of those who read them.</summary>
    public async Task FillAsync(int ledgers, int transactions) => Write(await RawMessagesAsync(await SimulateAsync("ledgers", ledgers, transactions)));

    /// <summary>What a source would write of a lake, for a test that writes something else among it.</summary>
    public async Task<List<OutgoingMessage>> RawMessagesAsync(string lake)
    {
        var messages = new RawLedgerMessages(new Network(Label, _passphrase));
        using LedgerLake ledgers = await LedgerLake.OpenAsync(new FolderStore(lake), new LedgerLakeOptions(), default);
        var made = new List<OutgoingMessage>();
        await foreach (LakeObject found in ledgers.ReadAsync((await ledgers.FirstAsync(default))!.Value, (await ledgers.LatestAsync(default))!.Value, default))
        {
            using (found) made.Add(messages.Of(found, found.Ledgers[0]));
        }

        return made;
    }

    /// <summary>Writes messages in one transaction.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="maxMessageBytes">How large one may be, where that is more than workers send.</param>
    public void Write(IEnumerable<OutgoingMessage> messages, int? maxMessageBytes = null)
    {
        ClientFactory clients = maxMessageBytes is { } most
            ? new(new KafkaOptions { BootstrapServers = _bootstrapServers, MaxMessageBytes = most }, NullLoggerFactory.Instance)
            : Clients;
        using var writer = new TransactionalWriter(clients, $"it-{Guid.NewGuid():N}", Compression.Zstd);
        foreach (OutgoingMessage message in messages) writer.Send(message);
        writer.Commit();
    }

    /// <summary>A message as its writer sent it.</summary>
    public static OutgoingMessage AsSent(TopicMessage message) => new()
    {
        Topic = message.Position.Topic,
        Partition = message.Position.Partition,
        Key = message.Key,
        Timestamp = message.Timestamp,
        Headers = message.Identity(),
        Value = message.Value.ToArray(),
    };

    /// <summary>Every committed message of a topic, partition by partition in order.</summary>
    public IReadOnlyList<TopicMessage> Messages(string dataset)
    {
        using var limit = new CancellationTokenSource(Limit);
        return [.. TopicScan.Read(Clients, TopicOf(dataset), limit.Token).OrderBy(message => message.Position.Partition).ThenBy(message => message.Position.Offset)];
    }

    /// <summary>The messages that were set aside, in order.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters()
    {
        var letters = new List<DeadLetter>();
        foreach (TopicMessage message in Messages("dead_letters"))
        {
            using RecordBatch rows = message.Decode(Topics.DeadLetters.Contract, Label);
            letters.AddRange(Topics.DeadLetters.Read(rows));
        }

        return letters;
    }

    /// <summary>The ledgers of a topic's messages, in order.</summary>
    public IReadOnlyList<uint> Ledgers(string dataset) => [.. Messages(dataset).Select(message => message.Identity().Ledgers.First).Order()];

    /// <summary>Whether the topics of some datasets have so many messages each: a worker is not as far with every dataset.</summary>
    public bool HasAll(int ledgers, params string[] datasets) => datasets.All(dataset => Messages(dataset).Count >= ledgers);

    /// <summary>The rows that `rows` makes of ledger files, as a file: what everything that went through Kafka is compared with.</summary>
    public async Task<string> ExpectedAsync(string dataset, IEnumerable<string> files, string format = "parquet")
    {
        string path = PathOf($"expected-{dataset}.{format}");
        CommandResult result = await WorkerProcess.RunAsync(
            ["rows", dataset, .. files, "--passphrase", _passphrase, "--network", Label, "--format", format, "--output", path], Limit);
        result.ExitCode.ShouldBe(0, result.Error);
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private string[] Arguments(string verb, string[] options, string? bootstrapServers = null) =>
        [.. verb.Split(' '), "--bootstrap-servers", bootstrapServers ?? _bootstrapServers, "--network", Label, "--passphrase", _passphrase, .. options];
}
