using System.Globalization;
using System.Text.RegularExpressions;

namespace KafkaStellar.Topics;

/// <summary>
/// A topic's name, <c>stellar.&lt;network&gt;.&lt;dataset&gt;.v&lt;N&gt;</c>. Datasets are named in snake case in code and in kebab case
/// in topics; the topic of <c>token_transfers</c> is called <c>ttp-events</c>, as the Stellar protocol's own readers call that stream.
/// </summary>
public sealed partial record TopicName
{
    /// <summary>The topic that the sources write: one row a ledger, with its LedgerCloseMeta.</summary>
    public const string RawLedgers = "raw_ledgers";

    /// <summary>The topic for messages that could not be read.</summary>
    public const string DeadLetters = "dead_letters";

    private const string TokenTransfers = "token_transfers";
    private const string TokenTransfersTopic = "ttp-events";

    /// <summary>A name of its parts.</summary>
    /// <param name="network">pubnet, testnet, futurenet, standalone or any label: lower-case letters, digits and inner dashes, at most
    /// 40.</param>
    /// <param name="dataset">The dataset, in snake case.</param>
    /// <param name="version">The contract's major version, from 1.</param>
    /// <exception cref="FormatException">A part is not of that form.</exception>
    public TopicName(string network, string dataset, int version = 1)
    {
        if (!NetworkPattern().IsMatch(network))
            throw new FormatException($"\"{network}\" cannot name a network in a topic: lower-case letters, digits and inner dashes, at most 40.");
        if (!DatasetPattern().IsMatch(dataset))
            throw new FormatException($"\"{dataset}\" cannot name a dataset: lower-case letters, digits and inner underscores, at most 100.");
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        (Network, Dataset, Version) = (network, dataset, version);
    }

    /// <summary>The network's label.</summary>
    public string Network { get; }

    /// <summary>The dataset, in snake case.</summary>
    public string Dataset { get; }

    /// <summary>The contract's major version.</summary>
    public int Version { get; }

    /// <summary>
    /// What stands for a dataset in a topic's name: <c>contract_events</c> → <c>contract-events</c>, <c>token_transfers</c> →
    /// <c>ttp-events</c>.
    /// </summary>
    public static string SegmentOf(string dataset) => dataset == TokenTransfers ? TokenTransfersTopic : dataset.Replace('_', '-');

    /// <summary>The dataset that a topic's segment stands for.</summary>
    public static string DatasetOf(string segment) => segment == TokenTransfersTopic ? TokenTransfers : segment.Replace('-', '_');

    /// <summary>Reads a topic's name; false where it is none of ours.</summary>
    public static bool TryParse(string topic, out TopicName? name)
    {
        name = null;
        if (topic.Length > Position.MaxTopicLength) return false;
        Match match = Pattern().Match(topic);
        if (!match.Success || !int.TryParse(match.Groups["version"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int version))
            return false;
        var parsed = new TopicName(match.Groups["network"].Value, DatasetOf(match.Groups["dataset"].Value), version);
        if (parsed.ToString() != topic) return false;   // "token-transfers" would be a second name of one dataset
        name = parsed;
        return true;
    }

    /// <summary>Reads a topic's name.</summary>
    /// <exception cref="FormatException">It is none of ours.</exception>
    public static TopicName Parse(string topic) => TryParse(topic, out TopicName? name)
        ? name!
        : throw new FormatException($"\"{topic}\" is not of the form stellar.<network>.<dataset>.v<N>.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"stellar.{Network}.{SegmentOf(Dataset)}.v{Version}");

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex NetworkPattern();

    [GeneratedRegex(@"^[a-z][a-z0-9]*(_[a-z0-9]+)*\z(?<=^.{1,100})")]
    private static partial Regex DatasetPattern();

    [GeneratedRegex(@"^stellar\.(?<network>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)\.(?<dataset>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.v(?<version>[1-9][0-9]{0,8})\z")]
    private static partial Regex Pattern();
}
