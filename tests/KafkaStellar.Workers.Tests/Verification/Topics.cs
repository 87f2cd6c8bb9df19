using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.Ledgers;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.Tests.Verification;

/// <summary>
/// A topic of raw ledgers and one made from it, in memory: ledgers 60 to 69, of which 64 and after stand in partition 1; ledger n at offset
/// 2n, as if a transaction ended after each.
/// </summary>
internal static class Topics
{
    public const string Network = "standalone";
    public const uint First = 60;
    public const uint Last = 69;

    public static TopicContract Dataset { get; } = Contracts.Of(Catalog.Find("ledgers"));

    private static readonly MessageEncoder s_raw = new(RawLedgers.Contract, Network, RawLedgers.Schema, "tests 1.0");
    private static readonly MessageEncoder s_dataset = new(Dataset, Network, Catalog.Find("ledgers").Schema, "tests 1.0");

    /// <summary>Where a ledger's message stands in raw-ledgers.</summary>
    public static Position PositionOf(uint ledger) => new(RawLedgers.Contract.TopicOn(Network), RawLedgers.Contract.PartitionOf(ledger), 2 * ledger);

    /// <summary>A ledger's message in raw-ledgers.</summary>
    public static TopicMessage Raw(uint ledger, Position? at = null, uint? after = null)
    {
        using RecordBatch rows = RawLedgers.ToRows(
        [
            new()
            {
                Sequence = ledger,
                Hash = HashOf(ledger),
                PreviousHash = HashOf(after ?? ledger - 1),
                ClosedAt = DateTimeOffset.UnixEpoch,
                ProtocolVersion = 22,
                TransactionCount = 0,
                OperationCount = 0,
                LedgerCloseMeta = new byte[] { 1 },
                Encoding = RawLedgerEncoding.Xdr,
            },
        ]);
        return SinkMessages.AsRead(s_raw.Encode(rows, LedgerSpan.Of(ledger), DateTimeOffset.UnixEpoch)[0], at ?? PositionOf(ledger));
    }

    /// <summary>A message that was made from a ledger's; without rows, as those are not looked at.</summary>
    public static TopicMessage Made(uint ledger, long offset, uint? from = null, MessagePart? part = null) => MadeFrom(ledger, offset, PositionOf(from ?? ledger), part);

    /// <summary>A message of a ledger that was made from whatever stands at a position.</summary>
    public static TopicMessage MadeFrom(uint ledger, long offset, Position source, MessagePart? part = null)
    {
        using var table = new LedgersTable();
        using RecordBatch none = table.Flush();
        OutgoingMessage sent = s_dataset.Encode(none, LedgerSpan.Of(ledger), DateTimeOffset.UnixEpoch, source)[0];
        return SinkMessages.AsRead(sent with { Headers = sent.Headers with { Part = part } }, MadeAt(ledger, offset) with { Partition = source.Partition });
    }

    /// <summary>Where a message that was made from a ledger's stands.</summary>
    public static Position MadeAt(uint ledger, long offset) => new(Dataset.TopicOn(Network), PositionOf(ledger).Partition, offset);

    /// <summary>What an audit of messages leaves for that of what is made of them.</summary>
    public static InputTopic InputOf(params IEnumerable<TopicMessage> messages)
    {
        var lineage = new LineageAudit(Dataset, Network, new InputTopic(RawLedgers.Contract.TopicOn(Network)), new HashSet<Position>(), new Findings());
        foreach (TopicMessage message in messages) lineage.Take(message);
        return lineage.Made;
    }

    /// <summary>What an audit says of some raw ledgers.</summary>
    public static IReadOnlyList<string> AuditRaw(IEnumerable<TopicMessage> messages)
    {
        var findings = new Findings();
        Audited(messages, findings);
        return [.. findings.Sentences];
    }

    /// <summary>What an audit says of messages that were made from ledgers 60 to 69.</summary>
    public static (IReadOnlyList<string> Findings, long Behind) AuditMade(IEnumerable<TopicMessage> messages, params uint[] deadLetters) => AuditMade(messages, [], deadLetters);

    /// <summary>What an audit says of messages that were made from ledgers 60 to 69 and some more.</summary>
    public static (IReadOnlyList<string> Findings, long Behind) AuditMade(IEnumerable<TopicMessage> messages, IEnumerable<TopicMessage> moreRaw, params uint[] deadLetters)
    {
        var findings = new Findings();
        RawLedgersAudit raw = Audited(Enumerable.Range((int)First, (int)(Last - First + 1)).Select(ledger => Raw((uint)ledger)).Concat(moreRaw), findings);
        var lineage = new LineageAudit(Dataset, Network, raw.Input, deadLetters.Select(PositionOf).ToHashSet(), findings);
        foreach (TopicMessage message in messages) lineage.Take(message);
        long behind = lineage.Finish();
        return ([.. findings.Sentences], behind);
    }

    private static RawLedgersAudit Audited(IEnumerable<TopicMessage> messages, Findings findings)
    {
        var audit = new RawLedgersAudit(Network, findings);
        foreach (TopicMessage message in messages) audit.Take(message);
        audit.Finish();
        return audit;
    }

    private static byte[] HashOf(uint ledger)
    {
        byte[] hash = new byte[32];
        hash[0] = (byte)ledger;
        return hash;
    }
}
