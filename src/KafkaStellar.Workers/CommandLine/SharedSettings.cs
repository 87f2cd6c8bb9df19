using KafkaStellar.Datasets;

namespace KafkaStellar.Workers.CommandLine;

/// <summary>Settings that several verbs have.</summary>
internal static class SharedSettings
{
    /// <summary>How to reach Kafka.</summary>
    public static Setting[] Kafka { get; } = [Setting.Of("--bootstrap-servers", "Kafka:BootstrapServers", "Kafka brokers, HOST:PORT,…")];

    /// <summary>Where a long-running worker says how it is.</summary>
    public static Setting[] Health { get; } =
    [
        Setting.Of("--health-port", "Health:Port", "answer GET /healthz on this port: 200, or 503 with why not"),
    ];

    /// <summary>How the members of a consumer group share its partitions.</summary>
    public static Setting[] Group { get; } =
    [
        Setting.Of("--group-protocol", "Kafka:GroupProtocol", "how members share partitions: classic, or consumer (KIP-848, Kafka 4.0 and newer)"),
    ];

    /// <summary>Which Stellar network.</summary>
    public static Setting[] Network { get; } =
    [
        Setting.Of("--network", "Network:Name", "the network: pubnet, testnet, futurenet, standalone, or a label given with its passphrase"),
        Setting.Of("--passphrase", "Network:Passphrase", "the network's passphrase"),
    ];

    /// <summary>Which rows of a dataset.</summary>
    public static Setting[] Selection { get; } =
    [
        Setting.Of("--contracts", "Selection:Contracts", "only these contracts, C…,…"),
        Setting.Of("--accounts", "Selection:Accounts", "only these accounts, G…,…"),
        Setting.Of("--assets", "Selection:Assets", "only these assets, native or CODE:ISSUER, parted by commas"),
        Setting.Of("--operation-types", "Selection:OperationTypes", "only these operations, such as payment,create_account"),
        Setting.Of("--event-types", "Selection:EventTypes", "only these token-transfer events: transfer, mint, burn, clawback, fee"),
        Setting.Flag("--successful-only", "Selection:SuccessfulOnly", "only successful transactions"),
        Setting.Flag("--diagnostics", "Selection:Diagnostics", "contract events: the diagnostic ones too"),
        Setting.Flag("--evictions", "Selection:Evictions", "contract data: what a ledger evicts too, which Stellar's SDK leaves out"),
        Setting.Flag("--unified", "Selection:Unified", "token transfers: as the meta's own events tell them (CAP-67) instead of derived"),
        Setting.Of("--profile", "Selection:Profile",
            $"token transfers: as this release of Stellar's Go SDK tells them: {string.Join(", ", TransferProfile.All.Select(profile => profile.Name))}"),
    ];
}
