using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.TokenTransfers;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests;

/// <summary>Messages of transactions → messages of token transfers.</summary>
public sealed class TransferMessagesTests : IDisposable
{
    private const int Partition = 0;

    private static readonly TopicContract s_transactions = Contracts.Of(Catalog.Find("transactions"));

    private readonly TransferMessages _transfers = new(Simulated.Network, Selection.Everything);
    private readonly List<byte[]> _ledgers = Simulated.Ledgers(3, new() { TransactionsPerLedger = 60 });

    public void Dispose() => _transfers.Dispose();

    [Fact]
    public void A_message_of_transactions_gives_one_with_the_token_transfers_of_its_ledger()
    {
        TopicMessage message = Messages(_ledgers[0]).ShouldHaveSingleItem();

        OutgoingMessage sent = _transfers.Of(message).ShouldHaveSingleItem();

        sent.Topic.ShouldBe($"stellar.{Simulated.Network.Name}.ttp-events.v1");
        sent.Partition.ShouldBe(Partition);
        sent.Key.ShouldBe(message.Key);
        sent.Timestamp.ShouldBe(message.Timestamp);
        sent.Headers.Source.ShouldBe(message.Position);
        sent.Headers.Ledgers.ShouldBe(message.Identity().Ledgers);
        Rows(sent).ShouldBe(Expected(_ledgers[0]));
    }

    [Fact]
    public void A_ledger_without_transactions_is_a_message_without_rows()
    {
        byte[] empty = Simulated.Ledgers(1, new() { TransactionsPerLedger = 0 })[0];

        _transfers.Of(Messages(empty).Single()).ShouldHaveSingleItem().Headers.Rows.ShouldBe(0);
    }

    [Fact]
    public void A_ledger_in_parts_is_answered_with_its_last_part()
    {
        IReadOnlyList<TopicMessage> parts = Messages(_ledgers[0], maxMessageBytes: 70_000);
        parts.Count.ShouldBeGreaterThan(2);
        TopicPartition partition = parts[0].Position.TopicPartition;

        foreach (TopicMessage part in parts.SkipLast(1))
        {
            _transfers.Of(part).ShouldBeEmpty();
            _transfers.AwaitsMoreOf(partition).ShouldBeTrue();
        }

        Rows(_transfers.Of(parts[^1]).ShouldHaveSingleItem()).ShouldBe(Expected(_ledgers[0]));
        _transfers.AwaitsMoreOf(partition).ShouldBeFalse();
    }

    [Fact]
    public void A_part_without_those_before_it_is_a_bad_message() =>
        Should.Throw<BadMessageException>(() => _transfers.Of(Messages(_ledgers[0], maxMessageBytes: 70_000)[1])).Message.ShouldContain("0 parts stand before it");

    [Fact]
    public void A_whole_ledger_among_the_parts_of_another_halts()
    {
        _transfers.Of(Messages(_ledgers[0], maxMessageBytes: 70_000)[0]);

        Should.Throw<BrokenChainException>(() => _transfers.Of(Messages(_ledgers[1]).Single())).Message.ShouldContain("the parts of ledger 2 have not ended");
    }

    [Fact]
    public void A_part_that_cannot_be_read_is_a_bad_message_as_are_those_after_it_and_the_next_ledger_is_made()
    {
        IReadOnlyList<TopicMessage> parts = Messages(_ledgers[0], maxMessageBytes: 70_000);
        var spoiled = new TopicMessage(parts[1].Position, parts[1].Key, parts[1].Timestamp, parts[1].Headers, [1, 2, 3]);
        TopicMessage[] around = [parts[0], spoiled, .. parts.Skip(2)];

        foreach (TopicMessage part in around.SkipLast(1)) _transfers.Of(part).ShouldBeEmpty();
        Should.Throw<BadMessageException>(() => _transfers.Of(around[^1])).Message.ShouldContain("one of the parts of ledger 2, of which no transfers are made");

        _transfers.AwaitsMoreOf(parts[0].Position.TopicPartition).ShouldBeFalse();
        Rows(_transfers.Of(Messages(_ledgers[1]).Single()).ShouldHaveSingleItem()).ShouldBe(Expected(_ledgers[1]));
    }

    [Fact]
    public void A_partition_that_begins_anew_awaits_nothing()
    {
        IReadOnlyList<TopicMessage> parts = Messages(_ledgers[0], maxMessageBytes: 70_000);
        _transfers.Of(parts[0]);

        _transfers.Begin(Partition, before: null);

        _transfers.AwaitsMoreOf(parts[0].Position.TopicPartition).ShouldBeFalse();
        _transfers.Of(parts[0]).ShouldBeEmpty();
    }

    [Fact]
    public void A_gap_halts()
    {
        _transfers.Of(Messages(_ledgers[0]).Single());

        Should.Throw<BrokenChainException>(() => _transfers.Of(Messages(_ledgers[2]).Single())).Message.ShouldContain("ledger 2 is followed by ledger 4, where ledger 3 should be");
    }

    [Fact]
    public void A_partition_begins_behind_the_message_before_it()
    {
        _transfers.Begin(Partition, Messages(_ledgers[0]).Single());

        Should.Throw<BrokenChainException>(() => _transfers.Of(Messages(_ledgers[2]).Single())).Message.ShouldContain("ledger 2 is followed by ledger 4, where ledger 3 should be");
    }

    [Fact]
    public void Transactions_that_were_made_late_follow_none_and_their_transfers_are_late_too()
    {
        _transfers.Of(Messages(_ledgers[1]).Single());
        TopicMessage late = Messages(_ledgers[0]).Single();
        late = new(late.Position, late.Key, late.Timestamp, [.. late.Headers, KeyValuePair.Create("late", (byte[]?)"1"u8.ToArray())], late.Value.ToArray());

        _transfers.Of(late).ShouldHaveSingleItem().Headers.IsLate.ShouldBeTrue();
        _transfers.Of(Messages(_ledgers[2]).Single()).ShouldHaveSingleItem().Headers.IsLate.ShouldBeFalse();
    }

    [Fact]
    public void Transfers_that_agree_with_the_balances_pass_the_self_check_whole_or_in_parts()
    {
        using var transfers = new TransferMessages(Simulated.Network, Selection.Of(eventTypes: ["fee"]), verifyOneIn: 1);

        transfers.Of(Messages(_ledgers[0]).Single()).ShouldHaveSingleItem().Headers.Rows.ShouldBePositive();
        OutgoingMessage[] ofParts = [.. Messages(_ledgers[1], maxMessageBytes: 70_000).SelectMany(transfers.Of)];
        ofParts.ShouldHaveSingleItem().Headers.Rows.ShouldBePositive();
    }

    [Fact]
    public void Transfers_that_disagree_with_the_balances_halt_where_they_are_checked_and_only_there()
    {
        using RecordBatch bent = WithAnotherFee(_ledgers[0]);
        using var extractor = new TokenTransfersExtractor(Simulated.Network, Selection.Everything);
        using RecordBatch rows = extractor.Extract(TransactionRows.Of(bent));
        Position position = Messages(_ledgers[0]).Single().Position;
        using var every = new TransferSelfCheck(Simulated.Network, Selection.Everything, oneIn: 1);
        using var never = new TransferSelfCheck(Simulated.Network, Selection.Everything, oneIn: 0);
        using var third = new TransferSelfCheck(Simulated.Network, Selection.Everything, oneIn: 3);

        Should.Throw<TransfersDisagreeException>(() => every.Check([bent], rows, 2, position)).Message.ShouldContain($"{position}: 1 balances did not move");
        never.Check([bent], rows, 2, position);
        third.Check([bent], rows, 2, position);
        Should.Throw<TransfersDisagreeException>(() => third.Check([bent], rows, 3, position));
    }

    // The first transaction's result says that it was charged another fee than its account lost.
    private static RecordBatch WithAnotherFee(byte[] xdr)
    {
        using IExtractor extractor = Catalog.Find("transactions").NewExtractor(Simulated.Network, Selection.Everything);
        Ledger ledger = new LedgerWalk(Simulated.Network).Read(xdr);
        using RecordBatch rows = extractor.Extract(in ledger);
        byte[] stream = ArrowIpc.Serialize(rows);
        int result = stream.AsSpan().IndexOf(((BinaryArray)rows.Column("result_xdr")).GetBytes(0));
        stream[result + 7] ^= 1; // feeCharged comes first
        return ArrowIpc.Deserialize(stream);
    }

    private static byte[] Rows(OutgoingMessage sent)
    {
        using RecordBatch rows = ArrowIpc.Deserialize(sent.Value);
        using RecordBatch plain = rows.WithSchema(Catalog.Find("token_transfers").Schema);
        return ArrowIpc.Serialize(plain);
    }

    private static byte[] Expected(byte[] xdr)
    {
        using IExtractor extractor = Catalog.Find("token_transfers").NewExtractor(Simulated.Network, Selection.Everything);
        Ledger ledger = new LedgerWalk(Simulated.Network).Read(xdr);
        using RecordBatch rows = extractor.Extract(in ledger);
        rows.Length.ShouldBePositive();
        return ArrowIpc.Serialize(rows);
    }

    private static IReadOnlyList<TopicMessage> Messages(byte[] xdr, int maxMessageBytes = TopicContract.DefaultMaxMessageBytes)
    {
        using IExtractor extractor = Catalog.Find("transactions").NewExtractor(Simulated.Network, Selection.Everything);
        var encoder = new MessageEncoder(s_transactions with { MaxMessageBytes = maxMessageBytes }, Simulated.Network.Name, extractor.Schema, "tests");
        Ledger ledger = new LedgerWalk(Simulated.Network).Read(xdr);
        using RecordBatch rows = extractor.Extract(in ledger);
        var source = new Position(RawLedgers.Contract.TopicOn(Simulated.Network.Name), Partition, ledger.Sequence);
        var partition = new TopicPartition(s_transactions.TopicOn(Simulated.Network.Name), Partition);
        IReadOnlyList<OutgoingMessage> sent = encoder.Encode(rows, LedgerSpan.Of(ledger.Sequence), DateTimeOffset.UnixEpoch, source);
        return [.. sent.Select((message, index) => SinkMessages.AsRead(message, partition.At(index)))];
    }
}
