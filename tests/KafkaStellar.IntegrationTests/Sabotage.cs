namespace KafkaStellar.IntegrationTests;

/// <summary>What is to go wrong with a worker: see <c>FaultPoint</c> in KafkaStellar.Topics.</summary>
/// <param name="Faults">The places and what happens there: <c>commit.before@2:kill</c>, separated by commas.</param>
public sealed record Sabotage(string Faults)
{
    /// <summary>Rules that it goes on without.</summary>
    public string Without { get; init; } = "";

    /// <summary>Other brokers than the road's: those behind a proxy.</summary>
    public string? BootstrapServers { get; init; }

    private IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The same with one more setting of Kafka's section, over what every worker of a road has.</summary>
    /// <param name="name">Its name, as the environment has it: <c>TRANSACTIONTIMEOUT</c>.</param>
    /// <param name="value">Its value.</param>
    public Sabotage WithKafka(string name, string value) =>
        this with { Settings = new Dictionary<string, string?>(Settings) { [$"KAFKASTELLAR__KAFKA__{name}"] = value } };

    /// <summary>The worker's environment.</summary>
    public IReadOnlyDictionary<string, string?> Add(IReadOnlyDictionary<string, string?> environment) => new Dictionary<string, string?>(
        [.. environment.Where(one => !Settings.ContainsKey(one.Key)), .. Settings, new("KAFKASTELLAR_FAULTS", Faults), new("KAFKASTELLAR_WITHOUT", Without)]);
}
