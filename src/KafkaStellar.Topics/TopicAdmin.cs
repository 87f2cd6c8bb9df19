using System.Diagnostics;
using System.Globalization;
using Kafka = Confluent.Kafka;
using KafkaAdmin = Confluent.Kafka.Admin;

namespace KafkaStellar.Topics;

/// <summary>Makes the topics of contracts, and compares them with a live cluster.</summary>
public sealed partial class TopicAdmin : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientFactory _clients;
    private readonly Kafka.IAdminClient _admin;

    public TopicAdmin(ClientFactory clients)
    {
        _clients = clients;
        _admin = clients.Admin();
    }

    /// <summary>Waits until the cluster answers.</summary>
    /// <returns>How many brokers it has.</returns>
    /// <exception cref="TopicsException">It did not within this time.</exception>
    public async Task<int> WaitForClusterAsync(TimeSpan patience, CancellationToken stop)
    {
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return await Task.Run(() => _admin.GetMetadata(TimeSpan.FromSeconds(2)).Brokers.Count, stop);
            }
            catch (Kafka.KafkaException e) when (Environment.TickCount64 >= deadline)
            {
                throw new TopicsException($"No broker of {_clients.Options.BootstrapServers} answered within {patience.TotalSeconds:F0} s: {e.Error.Reason}", e);
            }
            catch (Kafka.KafkaException)
            {
                await Task.Delay(200, stop);
            }
        }
    }

    /// <summary>
    /// Creates the topics that are missing, and sets the settings of those that are there. Partitions are never changed; where copies are missing, the alteration that mends it
    /// is among the sentences, as Kafka's client cannot make it.
    /// </summary>
    /// <param name="contracts">What the topics are to be.</param>
    /// <param name="network">The network's label.</param>
    /// <param name="replicas">Copies of each partition; by default 3, or as many as there are brokers.</param>
    /// <param name="stop">Ends it between two topics.</param>
    /// <returns>What was done, a sentence each.</returns>
    /// <exception cref="TopicsException">A topic has another number of partitions, or the cluster refused.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(
        IReadOnlyCollection<TopicContract> contracts, string network, short? replicas = null, CancellationToken stop = default)
    {
        int brokers = await WaitForClusterAsync(Patience, stop);
        short copies = replicas ?? (short)Math.Min(3, brokers);
        List<string> done = [];
        foreach (TopicContract contract in contracts)
        {
            stop.ThrowIfCancellationRequested();
            string topic = contract.TopicOn(network);
            IReadOnlyDictionary<string, string> settings = SettingsOf(contract, copies);
            if (await CreateAsync(contract, topic, copies, settings))
            {
                _clients.Logger.TopicCreated(topic, contract.Partitions, copies);
                done.Add($"Created {topic} with {contract.Partitions} partitions, {copies} replicas.");
            }
            else
            {
                done.AddRange(await AlterAsync(contract, topic, stop));
                if (!_clients.Options.Embedded && await TooFewCopiesAsync(topic, copies, stop) is { } few) done.Add(few.Mending(_clients.Options.BootstrapServers));
            }
        }
        return done;
    }

    /// <summary>Compares contracts with the cluster.</summary>
    /// <param name="contracts">What the topics are to be.</param>
    /// <param name="network">The network's label.</param>
    /// <param name="replicas">Copies of each partition; by default 3, or as many as there are brokers.</param>
    /// <param name="stop">Ends it between two topics.</param>
    /// <returns>Each difference as a sentence; none where all is as promised.</returns>
    /// <exception cref="TopicsException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyCollection<TopicContract> contracts, string network, short? replicas = null, CancellationToken stop = default)
    {
        short copies = replicas ?? (short)Math.Min(3, await WaitForClusterAsync(Patience, stop));
        List<string> differences = [];
        foreach (TopicContract contract in contracts)
        {
            stop.ThrowIfCancellationRequested();
            string topic = contract.TopicOn(network);
            int? partitions = await PartitionsAsync(topic, stop);
            if (partitions is null)
            {
                differences.Add($"{topic} does not exist.");
                continue;
            }
            if (partitions != contract.Partitions)
                differences.Add($"{topic} has {partitions} partitions; its contract promises {contract.Partitions}.");
            if (_clients.Options.Embedded) continue;    // the embedded broker has no settings to ask for
            if (await TooFewCopiesAsync(topic, copies, stop) is { } few) differences.Add($"{few} {few.Mending(_clients.Options.BootstrapServers)}");
            foreach ((string name, string promised, string? found) in await DifferentSettingsAsync(contract, topic, stop))
                differences.Add($"{topic} has {name}={found ?? "(unknown)"}; its contract promises {promised}.");
        }
        return differences;
    }

    /// <summary>How many partitions a topic has; none where it does not exist.</summary>
    public async Task<int?> PartitionsAsync(string topic, CancellationToken stop = default)
    {
        Kafka.TopicMetadata? found = (await Task.Run(() => Ask(() => _admin.GetMetadata(topic, Patience)), stop)).Topics.Find(one => one.Topic == topic);
        return found is { Error.IsError: false, Partitions.Count: > 0 } ? found.Partitions.Count : null;
    }

    public void Dispose() => _admin.Dispose();

    /// <summary>The settings that follow from a contract alone.</summary>
    private static Dictionary<string, string> SettingsOf(TopicContract contract) => new(StringComparer.Ordinal)
    {
        ["cleanup.policy"] = "delete",
        ["retention.ms"] = contract.Retention is { } kept ? Number((long)kept.TotalMilliseconds) : "-1",
        ["retention.bytes"] = "-1",
        ["max.message.bytes"] = Number(contract.MaxMessageBytes),
        ["message.timestamp.type"] = "CreateTime",
        ["message.timestamp.before.max.ms"] = Number(long.MaxValue),   // timestamps are close times: years ago in a backfill,
        ["message.timestamp.after.max.ms"] = Number(long.MaxValue),    // and of a simulated network whenever it says
        ["unclean.leader.election.enable"] = "false",
    };

    private static Dictionary<string, string> SettingsOf(TopicContract contract, short copies) => new(SettingsOf(contract), StringComparer.Ordinal)
    {
        ["min.insync.replicas"] = copies >= 3 ? "2" : "1",
    };

    private async Task<bool> CreateAsync(TopicContract contract, string topic, short copies, IReadOnlyDictionary<string, string> settings)
    {
        if (_clients.Options.Embedded)
        {
            return await PartitionsAsync(topic) is { } found ? AsPromised(found)
                : throw new TopicsException($"The embedded broker has no {topic}: its topics are created with EmbeddedBroker.Apply, in its process.");
        }
        try
        {
            await _admin.CreateTopicsAsync(
                [new() { Name = topic, NumPartitions = contract.Partitions, ReplicationFactor = copies, Configs = new(settings) }],
                new() { OperationTimeout = Patience, RequestTimeout = Patience });
            return true;
        }
        catch (Kafka.KafkaException e) when (KafkaErrors.Of(e).Code == Kafka.ErrorCode.TopicAlreadyExists)
        {
            return AsPromised(await PartitionsAsync(topic) ?? 0);
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"{topic} was not created: {KafkaErrors.Of(e).Reason}", e);
        }

        bool AsPromised(int found) => found == contract.Partitions ? false : throw new TopicsException(
            $"{topic} is there with {found} partitions; its contract promises {contract.Partitions}. More partitions would part a ledger's messages: "
            + "it needs a topic of its own.");
    }

    private async Task<IReadOnlyList<string>> AlterAsync(TopicContract contract, string topic, CancellationToken stop)
    {
        if (_clients.Options.Embedded) return [];
        List<(string Name, string Promised, string? Found)> different = await DifferentSettingsAsync(contract, topic, stop);
        stop.ThrowIfCancellationRequested();
        if (different.Count == 0) return [];
        try
        {
            await _admin.IncrementalAlterConfigsAsync(
                new()
                {
                    [Resource(topic)] =
                    [
                        .. different.Select(one => new KafkaAdmin.ConfigEntry
                        {
                            Name = one.Name,
                            Value = one.Promised,
                            IncrementalOperation = KafkaAdmin.AlterConfigOpType.Set,
                        }),
                    ],
                },
                new() { RequestTimeout = Patience });
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The settings of {topic} were not changed: {e.Error.Reason}", e);
        }
        foreach ((string name, string promised, _) in different)
            _clients.Logger.TopicAltered(name, topic, promised);
        return [.. different.Select(one => $"Set {one.Name} of {topic} to {one.Promised}; it was {one.Found ?? "(unknown)"}.")];
    }

    private async Task<List<(string Name, string Promised, string? Found)>> DifferentSettingsAsync(TopicContract contract, string topic, CancellationToken stop)
    {
        short copies = await CopiesAsync(topic, stop);
        Dictionary<string, KafkaAdmin.ConfigEntryResult> found;
        try
        {
            found = await SettingsAsync(topic, stop);
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The settings of {topic} cannot be read: {e.Error.Reason}", e);
        }
        return
        [
            .. SettingsOf(contract, copies) // of those that there are: more would make a topic that nobody can write to
                // A broker that does not know a setting does not limit what it would limit.
                .Where(promised => found.TryGetValue(promised.Key, out KafkaAdmin.ConfigEntryResult? entry) && entry.Value != promised.Value)
                .Select(promised => (promised.Key, promised.Value, (string?)found[promised.Key].Value)),
        ];
    }

    private async Task<Dictionary<string, KafkaAdmin.ConfigEntryResult>> SettingsAsync(string topic, CancellationToken stop)
    {
        long asked = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return (await _admin.DescribeConfigsAsync([Resource(topic)], new() { RequestTimeout = Patience }))[0].Entries;
            }
            catch (KafkaAdmin.DescribeConfigsException e) when (e.Results[0].Error.Code == Kafka.ErrorCode.UnknownTopicOrPart && Stopwatch.GetElapsedTime(asked) < Patience)
            {
                await Task.Delay(100, stop);   // it was just created, and the broker that was asked has not heard of it yet
            }
        }
    }

    private T Ask<T>(Func<T> question)
    {
        try
        {
            return KafkaErrors.Ask(question, Patience);
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The cluster at {_clients.Options.BootstrapServers} does not answer: {e.Error.Reason}", e);
        }
    }

    private static KafkaAdmin.ConfigResource Resource(string topic) => new() { Type = KafkaAdmin.ResourceType.Topic, Name = topic };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
