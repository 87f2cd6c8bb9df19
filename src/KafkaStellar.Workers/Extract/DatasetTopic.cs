using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;

namespace KafkaStellar.Workers.Extract;

/// <summary>A dataset's topic as those who write it know it.</summary>
internal static class DatasetTopic
{
    /// <summary>That of a dataset on a network.</summary>
    public static OwnTopic On(Dataset dataset, string network)
    {
        TopicContract contract = Contracts.Of(dataset);
        return new(contract, network, message => WhyForeign(message, contract, network));
    }

    private static string? WhyForeign(TopicMessage message, TopicContract contract, string network)
    {
        try
        {
            using RecordBatch rows = message.Decode(contract, network);
            LedgerSpan ledgers = message.Identity().Ledgers;
            foreach (uint ledger in ((UInt32Array)rows.Column(PartitionRows.LedgerColumn(rows.Schema))).Values)
            {
                if (ledger < ledgers.First || ledger > ledgers.Last) return $"The message at {message.Position} has rows of ledger {ledger}, but its header says {ledgers}.";
            }

            return null;
        }
        catch (BadMessageException foreign)
        {
            return foreign.Message;
        }
    }
}
