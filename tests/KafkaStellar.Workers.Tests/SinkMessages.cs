using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.Ledgers;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests;

/// <summary>Messages of the topic of ledgers as a sink reads them: ledgers that close an hour apart, at offsets with a hole after each.</summary>
internal static class SinkMessages
{
    public static TopicContract Contract { get; } = Contracts.Of(Catalog.Find("ledgers"));

    public static TopicPartition Partition { get; } = new(Contract.TopicOn(Simulated.Network.Name), 0);

    /// <summary>The messages of ledgers 2 to <paramref name="last"/>: ledger n at offset 2n - 4.</summary>
    public static IReadOnlyList<TopicMessage> Of(uint last, ulong seed = 1)
    {
        using var messages = new DatasetMessages(Catalog.Find("ledgers"), Simulated.Network, Selection.Everything);
        var walk = new LedgerWalk(Simulated.Network);
        var read = new List<TopicMessage>();
        foreach (byte[] xdr in Simulated.Ledgers((int)last - 1, new() { Seed = seed, TransactionsPerLedger = 1, CadenceMilliseconds = 3_600_000 }))
        {
            Ledger ledger = walk.Read(xdr);
            OutgoingMessage sent = messages.Of(in ledger, new Position("stellar.standalone.raw-ledgers.v1", 0, read.Count)).ShouldHaveSingleItem();
            read.Add(AsRead(sent, Partition.At(2 * read.Count)));
        }

        return read;
    }

    /// <summary>One message of some ledgers from 2 on that all closed in one second.</summary>
    public static TopicMessage OfOneSecond(int count)
    {
        using var table = new LedgersTable();
        var walk = new LedgerWalk(Simulated.Network);
        foreach (byte[] xdr in Simulated.Ledgers(count, new() { TransactionsPerLedger = 1 }))
        {
            Ledger ledger = walk.Read(MadeFiles.ClosedAt(xdr, 1_750_000_000));
            table.Append(new LedgerRow(in ledger));
        }

        using RecordBatch rows = table.Flush();
        var encoder = new MessageEncoder(Contract, Simulated.Network.Name, rows.Schema, CodeVersion.Text);
        OutgoingMessage sent = encoder.Encode(rows, new LedgerSpan(2, (uint)count + 1), DateTimeOffset.UnixEpoch).ShouldHaveSingleItem();
        return AsRead(sent, Partition.At(0));
    }

    /// <summary>The message of ledger 2 with its row twice.</summary>
    public static TopicMessage Doubled()
    {
        using var table = new LedgersTable();
        byte[] xdr = Simulated.Ledgers(1, new() { TransactionsPerLedger = 1 })[0];
        Ledger ledger = new LedgerWalk(Simulated.Network).Read(xdr);
        for (int i = 0; i < 2; i++) table.Append(new LedgerRow(in ledger));
        using RecordBatch rows = table.Flush();
        var encoder = new MessageEncoder(Contract, Simulated.Network.Name, rows.Schema, CodeVersion.Text);
        return AsRead(encoder.Encode(rows, LedgerSpan.Of(2), DateTimeOffset.UnixEpoch).ShouldHaveSingleItem(), Partition.At(0));
    }

    public static TopicMessage AsRead(OutgoingMessage sent, Position at) =>
        new(at, sent.Key, sent.Timestamp, [.. sent.Headers.Encode().Select(header => KeyValuePair.Create<string, byte[]?>(header.Key, header.Value))], sent.Value);
}
