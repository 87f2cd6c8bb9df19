namespace KafkaStellar.Workers.CommandLine;

/// <summary>Settings that several verbs have.</summary>
internal static class SharedSettings
{
    /// <summary>How to reach Kafka.</summary>
    public static Setting[] Kafka { get; } = [Setting.Of("--bootstrap-servers", "Kafka:BootstrapServers", "Kafka brokers, HOST:PORT,…")];

    /// <summary>Which Stellar network.</summary>
    public static Setting[] Network { get; } =
    [
        Setting.Of("--network", "Network:Name", "the network: pubnet, testnet, futurenet, standalone, or a label given with its passphrase"),
        Setting.Of("--passphrase", "Network:Passphrase", "the network's passphrase"),
    ];
}
