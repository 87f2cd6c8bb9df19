using KafkaStellar.Arrow;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>
/// An auditor of what the fleet promises between topics: reads raw-ledgers, dead-letters and the datasets' topics as a consumer of committed
/// messages would, and believes nothing but what stands in them.
/// </summary>
internal sealed class TopicsAudit(ClientFactory clients, string network, Findings findings)
{
    /// <summary>Audits raw-ledgers and some datasets' topics.</summary>
    /// <param name="datasets">Contracts of topics that exist.</param>
    /// <param name="complete">Whether nothing may be left to do.</param>
    /// <param name="say">Takes a sentence for each topic.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TopicsException">A topic does not exist, or Kafka does not answer.</exception>
    public void Run(IEnumerable<TopicContract> datasets, bool complete, Action<string> say, CancellationToken stop)
    {
        var raw = new RawLedgersAudit(network, findings);
        foreach (TopicMessage message in TopicScan.Read(clients, raw.Topic, stop)) raw.Take(message);
        raw.Finish();
        say($"{raw.Topic}: {raw.Messages} messages, ledgers {raw.Ledgers?.ToString() ?? "none"}.");
        HashSet<Position> deadLetters = ReadDeadLetters(stop);
        foreach (TopicContract contract in datasets)
        {
            var lineage = new LineageAudit(contract, network, raw, deadLetters, findings);
            foreach (TopicMessage message in TopicScan.Read(clients, lineage.Topic, stop)) lineage.Take(message);
            long behind = lineage.Finish();
            say($"{lineage.Topic}: {lineage.Messages} messages; {lineage.SetAside} messages of {raw.Topic} are in dead-letters instead, {behind} are still to be done.");
            if (complete && behind > 0) findings.Add($"{lineage.Topic}: nothing was made yet of {behind} messages of {raw.Topic}.");
        }
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
                findings.Add(bad.Message);
            }
        }

        return sources;
    }
}
