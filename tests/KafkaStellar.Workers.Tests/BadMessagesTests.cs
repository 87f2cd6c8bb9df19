using KafkaStellar.Datasets;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStellar.Workers.Tests;

/// <summary>What the contracts say about messages that cannot be read against what the workers do with one.</summary>
public sealed class BadMessagesTests : IDisposable
{
    private const string Network = "standalone";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedBroker _broker = new();
    private readonly ClientFactory _clients;

    public BadMessagesTests()
    {
        foreach (TopicContract contract in Contracts.All) _broker.CreateTopic(contract.TopicOn(Network), 1);
        _clients = new ClientFactory(_broker.Options(), NullLoggerFactory.Instance);
    }

    public static TheoryData<string, string> Extracted => new() { { "raw_ledgers", "ledgers" }, { "transactions", "token_transfers" } };

    public void Dispose()
    {
        _broker.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Extracted))]
    public async Task Extract_sets_one_aside_and_so_says_the_contract_of_the_topic(string input, string output)
    {
        TopicContract contract = Contracts.All.Single(one => one.Dataset == input);
        Write(contract);

        int code = await RunAsync(services => services.AddExtract(), new() { ["Extract:Datasets:0"] = output, ["Extract:ToEnd"] = "true" });

        (code, contract.OnBadMessage).ShouldBe((ExitCodes.Done, BadMessagePolicy.DeadLetter));
        contract.ReadBy.ShouldContain(verb => verb == "extract" || verb == $"extract {output}");
        TopicScan.Read(_clients, DeadLetters.Contract.TopicOn(Network), Soon).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("transactions")]
    [InlineData("token_transfers")]
    public async Task A_sink_halts_at_one_whatever_extract_may_do(string dataset)
    {
        Write(Contracts.Of(Catalog.Find(dataset)));

        int code = await RunAsync(services => services.AddSink(), new()
        {
            ["Sink:Datasets:0"] = dataset,
            ["Sink:ToEnd"] = "true",
            ["Sink:Lake"] = _folder.PathOf("lake"),
            ["Sink:Scratch"] = _folder.PathOf("scratch"),
        });

        code.ShouldBe(ExitCodes.InputRefused);
        TopicScan.Read(_clients, DeadLetters.Contract.TopicOn(Network), Soon).ShouldBeEmpty();
    }

    private static CancellationToken Soon => new CancellationTokenSource(s_limit).Token;

    private async Task<int> RunAsync(Action<IServiceCollection> register, Dictionary<string, string?> settings)
    {
        settings["Kafka:BootstrapServers"] = _broker.BootstrapServers;
        settings["Kafka:Embedded"] = "true";
        settings["Kafka:SessionTimeout"] = "00:00:03";
        settings["Network:Name"] = Network;
        settings["Logging:LogLevel:Default"] = "None";
        using IHost host = WorkerHost.Build(settings, register);
        await host.StartAsync(Soon);
        await host.WaitForShutdownAsync(Soon);
        return host.Services.GetRequiredService<Fleet>().ExitCode;
    }

    // Its headers are those of a message of ledger 2, its value is none of ours.
    private void Write(TopicContract contract)
    {
        byte[] value = "no Arrow stream"u8.ToArray();
        using var writer = new TransactionalWriter(_clients, "tests", Compression.Zstd);
        writer.Send(new()
        {
            Topic = contract.TopicOn(Network),
            Partition = 0,
            Key = OutgoingMessage.KeyOf(2),
            Timestamp = DateTimeOffset.UnixEpoch,
            Value = value,
            Headers = new()
            {
                Dataset = contract.Dataset,
                SchemaVersion = contract.Version.ToString(),
                Network = Network,
                Ledgers = LedgerSpan.Of(2),
                Rows = 1,
                Code = "tests",
                Checksum = Crc32C.Compute(value),
            },
        });
        writer.Commit();
    }
}
