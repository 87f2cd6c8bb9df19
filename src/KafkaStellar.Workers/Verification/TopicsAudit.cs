using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>
/// An auditor of what the fleet promises between topics: reads raw-ledgers, dead-letters and the datasets' topics as a consumer of committed
/// messages would, and believes nothing but what stands in them.
/// </summary>
internal sealed class TopicsAudit(ClientFactory clients, string network, Findings findings)
{
    /// <summary>Audits raw-ledgers and some datasets' topics, with those that they are made of.</summary>
    /// <param name="datasets">Datasets whose topics exist.</param>
    /// <param name="complete">Whether nothing may be left to do.</param>
    /// <param name="say">Takes a sentence for each topic.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TopicsException">A topic does not exist, or Kafka does not answer.</exception>
    public void Run(IReadOnlyList<Dataset> datasets, bool complete, Action<string> say, CancellationToken stop)
    {
        var raw = new RawLedgersAudit(network, findings);
        foreach (TopicMessage message in TopicScan.Read(clients, raw.Input.Name, stop)) raw.Take(message);
        raw.Finish();
        say($"{raw.Input.Name}: {raw.Messages} messages, ledgers {raw.Ledgers?.ToString() ?? "none"}.");
        HashSet<Position> deadLetters = ReadDeadLetters(stop);
        var inputs = new Dictionary<string, InputTopic>(StringComparer.Ordinal);
        foreach (Dataset dataset in WithInputs(datasets))
        {
            TopicContract contract = Contracts.Of(dataset);
            InputTopic input = dataset.Input is null ? raw.Input : inputs[dataset.Input];
            var lineage = new LineageAudit(contract, network, input, deadLetters, findings);
            foreach (TopicMessage message in TopicScan.Read(clients, lineage.Made.Name, stop)) lineage.Take(message);
            long behind = lineage.Finish();
            say($"{lineage.Made.Name}: {lineage.Messages} messages; {lineage.SetAside} messages of {input.Name} are in dead-letters instead, {behind} are still to be done.");
            if (complete && behind > 0) findings.Add($"{lineage.Made.Name}: nothing was made yet of {behind} messages of {input.Name}. Run extract {dataset.Name} until it has caught up.");
            inputs[dataset.Name] = lineage.Made;
        }
    }

    // In the catalog's order, which is that in which datasets are made from each other.
    private static IEnumerable<Dataset> WithInputs(IReadOnlyList<Dataset> datasets)
    {
        var wanted = datasets.Select(dataset => dataset.Name).ToHashSet(StringComparer.Ordinal);
        foreach (Dataset dataset in Catalog.All.Reverse().Where(dataset => wanted.Contains(dataset.Name)))
        {
            if (dataset.Input is { } input) wanted.Add(input);
        }

        return Catalog.All.Where(dataset => wanted.Contains(dataset.Name));
    }

    private HashSet<Position> ReadDeadLetters(CancellationToken stop)
    {
        HashSet<Position> sources = [];
        foreach (TopicMessage message in TopicScan.Read(clients, DeadLetters.Contract.TopicOn(network), stop))
        {
            try
            {
                using RecordBatch rows = message.Decode(DeadLetters.Contract, network);
                foreach (DeadLetter letter in DeadLetters.Read(rows)) sources.Add(letter.Source);
            }
            catch (BadMessageException bad)
            {
                findings.Add($"{bad.Message} Find out what wrote it: what it set aside is not known, and may be told of as not made.");
            }
        }

        return sources;
    }
}
