using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStellar.Topics.Tests;

public class TransactionalWriterTests
{
    private const short AddPartitionsToTxn = 24;
    private const short EndTxn = 26;
    private const int TopicAuthorizationFailed = 29;
    private const int ProducerFenced = 90;
    private const int InvalidTxnState = 48;

    [Fact]
    public void The_tail_of_an_empty_topic_is_nothing()
    {
        using var embedded = new Embedded();
        using TransactionalWriter writer = Writer(embedded);
        writer.ReadEnd(Embedded.Own, default).ShouldBe(new TopicEnd(null, null));
    }

    [Fact]
    public void The_tail_is_the_message_with_the_last_ledger_of_all_partitions()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 7);
        embedded.Write(8, 10);
        using TransactionalWriter writer = Writer(embedded);

        TopicMessage tail = writer.ReadEnd(Embedded.Own, default).Last.ShouldNotBeNull();

        tail.Identity().Ledgers.ShouldBe(LedgerSpan.Of(10));
        tail.Text().ShouldBe("ledger 10");
        tail.Position.Partition.ShouldBe(0);
    }

    [Fact]
    public void Reading_the_tail_of_a_topic_that_does_not_exist_says_what_to_run()
    {
        using var embedded = new Embedded();
        using TransactionalWriter writer = Writer(embedded);
        Should.Throw<TopicsException>(() => writer.ReadEnd(Embedded.Own with { Network = "futurenet" }, default)).Message.ShouldContain("topics apply");
    }

    [Fact]
    public void What_waits_for_the_commit_is_counted()
    {
        using var embedded = new Embedded();
        using TransactionalWriter writer = Writer(embedded);
        writer.Commit();
        writer.Send(Messages.Text(Embedded.Input, 0, 2, "12345"));
        (writer.OpenMessages, writer.OpenBytes).ShouldBe((1, 5));
        writer.Commit();
        (writer.OpenMessages, writer.OpenBytes, writer.OpenFor).ShouldBe((0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void What_was_not_committed_is_not_there()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 4);
        using (TransactionalWriter writer = Writer(embedded))
            writer.Send(Messages.Text(Embedded.Input, 1, 5, "ledger 5"));

        embedded.ReadAll(Embedded.Input).Count.ShouldBe(4);
    }

    [Fact]
    public void A_transaction_that_must_be_aborted_is_sent_again()
    {
        var log = new Recorded();
        using var embedded = new Embedded();
        using TransactionalWriter writer = RealWriter(embedded, log);
        writer.ReadEnd(Embedded.Own, default);
        writer.Send(Messages.Text(Embedded.Input, 1, 1, "ledger 1"));
        writer.Commit();
        writer.Send(Messages.Text(Embedded.Input, 0, 2, "ledger 2"));
        embedded.Broker.FailNext(AddPartitionsToTxn, TopicAuthorizationFailed);
        writer.Commit();

        log.Of(2202).ShouldNotBeEmpty();
        ReadAll(embedded).ShouldBe(["ledger 2", "ledger 1"]);
    }

    [Fact]
    public void A_transaction_whose_answer_was_lost_is_found_in_the_topic_and_not_sent_twice()
    {
        var log = new Recorded();
        using var embedded = new Embedded();
        using TransactionalWriter writer = RealWriter(embedded, log);
        writer.ReadEnd(Embedded.Own, default);
        writer.Send(Messages.Text(Embedded.Input, 0, 2, "ledger 2"));
        embedded.Broker.FailNext(EndTxn, InvalidTxnState);

        writer.Commit();

        log.Of(2206).ShouldHaveSingleItem();
        ReadAll(embedded).ShouldBe(["ledger 2"]);
    }

    [Fact]
    public void A_fenced_writer_does_not_take_its_id_back()
    {
        var log = new Recorded();
        using var embedded = new Embedded();
        using TransactionalWriter writer = RealWriter(embedded, log);
        writer.Send(Messages.Text(Embedded.Input, 0, 2, "too late"));
        embedded.Broker.FailNext(AddPartitionsToTxn, ProducerFenced);

        Should.Throw<FencedException>(() => writer.Commit()).Message.ShouldContain("source");

        log.Of(2203).ShouldBeEmpty();
        ReadAll(embedded).ShouldBeEmpty();
    }

    [Fact]
    public void More_than_the_client_can_hold_at_once_is_sent_all_the_same()
    {
        using var embedded = new Embedded();
        using TransactionalWriter writer = Writer(embedded);
        byte[] megabyte = new byte[1 << 20];
        new Random(1).NextBytes(megabyte);
        for (uint ledger = 1; ledger <= 100; ledger++)
            writer.Send(Messages.Bytes(Embedded.Input, 0, ledger, megabyte));
        writer.Commit();

        writer.ReadEnd(Embedded.Own, default).Last!.Identity().Ledgers.ShouldBe(LedgerSpan.Of(100));
    }

    private static TransactionalWriter Writer(Embedded embedded) => new(embedded.Clients, "source", Compression.Zstd);

    /// <summary>
    /// A writer that sends within its transactions, as to a real broker; the embedded one's markers have no checksum, so none is asked
    /// for.
    /// </summary>
    private static TransactionalWriter RealWriter(Embedded embedded, ILoggerFactory log)
    {
        KafkaOptions options = embedded.Broker.Options();
        options.Embedded = false;
        options.Properties["check.crcs"] = "false";
        return new(new ClientFactory(options, log), "source", Compression.Zstd);
    }

    private static IEnumerable<string> ReadAll(Embedded embedded)
    {
        KafkaOptions options = embedded.Broker.Options();
        options.Properties["check.crcs"] = "false";
        return Embedded.ReadAll(new ClientFactory(options, NullLoggerFactory.Instance), Embedded.Input).Select(message => message.Text());
    }
}
