namespace KafkaStellar.Topics.Tests;

public class TransactionalUnitTests
{
    private const short TxnOffsetCommit = 28;
    private const short AddOffsetsToTxn = 25;
    private const short EndTxn = 26;
    private const int CoordinatorNotAvailable = 15;
    private const int IllegalGeneration = 22;
    private const int GroupAuthorizationFailed = 30;
    private const int InvalidTxnState = 48;
    private const int ProducerFenced = 90;
    private const int Disconnect = -195;

    [Fact]
    public void Every_message_is_read_and_answered_once()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 20);

        embedded.Answer();

        embedded.Answers().ShouldBe(Embedded.Expected(20));
    }

    [Fact]
    public void An_answer_stands_in_the_partition_of_its_message_with_its_time_and_key()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 3);

        embedded.Answer();

        TopicMessage third = embedded.ReadAll(Embedded.Output).Single(message => message.Text() == "LEDGER 3");
        third.Position.Partition.ShouldBe(1);
        third.Key.ShouldBe([0, 0, 0, 3]);
        third.Timestamp.ShouldBe(Messages.Closed.AddSeconds(15));
        third.Identity().Ledgers.ShouldBe(LedgerSpan.Of(3));
    }

    [Fact]
    public void A_restart_goes_on_after_what_was_committed()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        embedded.Answer();
        embedded.Write(11, 15);

        int read = embedded.Answer();

        read.ShouldBe(5);
        embedded.Answers().ShouldBe(Embedded.Expected(15));
    }

    [Fact]
    public void What_is_held_comes_again_with_what_follows_it()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 6);
        var each = new TransactionBudget(1, long.MaxValue, TimeSpan.FromSeconds(10));

        using (TransactionalUnit unit = embedded.Unit(budget: each))
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            foreach (TopicMessage message in unit.Read(stop.Token))
            {
                unit.Send(Messages.Capitals(message, Embedded.Output));
                if (message.Position.Offset < 1) continue;
                unit.Holds = true; // the second of either partition is never done
                stop.Cancel();
            }
        }

        int committed = embedded.Answers().Count();
        int again = embedded.Answer(each);

        committed.ShouldBeLessThan(6);
        (committed + again).ShouldBe(6);
        embedded.Answers().ShouldBe(Embedded.Expected(6));
    }

    [Fact]
    public void What_is_held_no_longer_is_committed()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 6);
        int read = 0;

        using (TransactionalUnit unit = embedded.Unit(budget: new TransactionBudget(1, long.MaxValue, TimeSpan.FromSeconds(10))))
        {
            foreach (TopicMessage message in unit.ReadToEnd(Embedded.Soon))
            {
                unit.Send(Messages.Capitals(message, Embedded.Output));
                unit.Holds = ++read < 6;
            }
        }

        embedded.Answers().ShouldBe(Embedded.Expected(6));
        embedded.Answer().ShouldBe(0);
    }

    [Fact]
    public void An_exception_in_the_work_leaves_nothing_and_the_message_comes_again_at_the_next_start()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);

        Should.Throw<InvalidDataException>(() => embedded.Answer(fail: message => message.Text() == "ledger 7"));
        embedded.Answer();

        embedded.Answers().ShouldBe(Embedded.Expected(10));
    }

    [Theory]
    [InlineData(TxnOffsetCommit, IllegalGeneration)]
    [InlineData(TxnOffsetCommit, InvalidTxnState)]
    [InlineData(AddOffsetsToTxn, GroupAuthorizationFailed)]
    public void An_aborted_transaction_is_done_again_and_gives_each_answer_once(short request, int error)
    {
        var log = new Recorded();
        using var embedded = new Embedded(log);
        embedded.Write(1, 30);
        bool failed = false;

        int read = embedded.Answer(new TransactionBudget(10, long.MaxValue, TimeSpan.FromSeconds(10)), before: message =>
        {
            if (failed || message.Text() != "ledger 15") return;
            failed = true;
            embedded.Broker.FailNext(request, error);
        });

        read.ShouldBe(40);   // one transaction of ten twice
        log.Of(2202).ShouldHaveSingleItem();
        embedded.Answers().ShouldBe(Embedded.Expected(30));
    }

    [Fact]
    public void A_call_that_may_be_repeated_is_repeated_and_nothing_is_read_twice()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        embedded.Broker.FailNext(TxnOffsetCommit, CoordinatorNotAvailable, CoordinatorNotAvailable);

        int read = embedded.Answer();

        read.ShouldBe(10);
        embedded.Answers().ShouldBe(Embedded.Expected(10));
    }

    [Fact]
    public void A_broken_connection_at_the_end_of_a_transaction_makes_the_writer_take_a_new_epoch()
    {
        var log = new Recorded();
        using var embedded = new Embedded(log);
        embedded.Write(1, 10);
        embedded.Broker.FailNext(EndTxn, Disconnect);

        embedded.Answer(new TransactionBudget(5, long.MaxValue, TimeSpan.FromSeconds(10)));

        log.Of(2203).ShouldNotBeEmpty();
        embedded.Answers().ShouldBe(Embedded.Expected(10));
    }

    [Fact]
    public void A_fenced_unit_ends_and_does_not_take_its_id_back()
    {
        var log = new Recorded();
        using var embedded = new Embedded(log);
        embedded.Write(1, 10);
        embedded.Broker.FailNext(TxnOffsetCommit, ProducerFenced);

        Should.Throw<FencedException>(() => embedded.Answer()).TransactionalId.ShouldBe("unit-0");

        log.Of(2203).ShouldBeEmpty();
        embedded.ReadAll(Embedded.Output).ShouldBeEmpty();
    }

    [Fact]
    public void A_transaction_that_fails_again_and_again_ends_the_unit()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        embedded.Broker.FailNext(TxnOffsetCommit, [.. Enumerable.Repeat(IllegalGeneration, 20)]);

        Should.Throw<TopicsException>(() => embedded.Answer()).Message.ShouldContain("in a row");
    }

    [Fact]
    public void Sending_without_a_message_is_refused()
    {
        using var embedded = new Embedded();
        using TransactionalUnit unit = embedded.Unit();
        Should.Throw<InvalidOperationException>(() => unit.Send(Messages.Text(Embedded.Output, 0, 1, "no")));
    }
}
