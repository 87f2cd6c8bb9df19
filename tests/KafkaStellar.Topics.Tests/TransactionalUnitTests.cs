using KafkaStellar.Arrow;

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

        Answer(embedded);

        Answers(embedded).ShouldBe(Expected(20));
    }

    [Fact]
    public void An_answer_stands_in_the_partition_of_its_message_with_its_time_and_key()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 3);

        Answer(embedded);

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
        Answer(embedded);
        embedded.Write(11, 15);

        int read = Answer(embedded);

        read.ShouldBe(5);
        Answers(embedded).ShouldBe(Expected(15));
    }

    [Fact]
    public void An_exception_in_the_work_leaves_nothing_and_the_message_comes_again_at_the_next_start()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);

        Should.Throw<InvalidDataException>(() => Answer(embedded, fail: message => message.Text() == "ledger 7"));
        Answer(embedded);

        Answers(embedded).ShouldBe(Expected(10));
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

        int read = Answer(embedded, new TransactionBudget(10, long.MaxValue, TimeSpan.FromSeconds(10)), before: message =>
        {
            if (failed || message.Text() != "ledger 15") return;
            failed = true;
            embedded.Broker.FailNext(request, error);
        });

        read.ShouldBe(40);   // one transaction of ten twice
        log.Of(2202).ShouldHaveSingleItem();
        Answers(embedded).ShouldBe(Expected(30));
    }

    [Fact]
    public void A_call_that_may_be_repeated_is_repeated_and_nothing_is_read_twice()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        embedded.Broker.FailNext(TxnOffsetCommit, CoordinatorNotAvailable, CoordinatorNotAvailable);

        int read = Answer(embedded);

        read.ShouldBe(10);
        Answers(embedded).ShouldBe(Expected(10));
    }

    [Fact]
    public void A_broken_connection_at_the_end_of_a_transaction_makes_the_writer_take_a_new_epoch()
    {
        var log = new Recorded();
        using var embedded = new Embedded(log);
        embedded.Write(1, 10);
        embedded.Broker.FailNext(EndTxn, Disconnect);

        Answer(embedded);

        log.Of(2203).ShouldNotBeEmpty();
        Answers(embedded).ShouldBe(Expected(10));
    }

    [Fact]
    public void A_fenced_unit_ends_and_does_not_take_its_id_back()
    {
        var log = new Recorded();
        using var embedded = new Embedded(log);
        embedded.Write(1, 10);
        embedded.Broker.FailNext(TxnOffsetCommit, ProducerFenced);

        Should.Throw<FencedException>(() => Answer(embedded)).TransactionalId.ShouldBe("unit-0");

        log.Of(2203).ShouldBeEmpty();
        embedded.ReadAll(Embedded.Output).ShouldBeEmpty();
    }

    [Fact]
    public void A_transaction_that_fails_again_and_again_ends_the_unit()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        embedded.Broker.FailNext(TxnOffsetCommit, [.. Enumerable.Repeat(IllegalGeneration, 20)]);

        Should.Throw<TopicsException>(() => Answer(embedded)).Message.ShouldContain("in a row");
    }

    [Fact]
    public void A_message_that_cannot_be_read_is_set_aside_whole_and_the_others_are_answered()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);

        using (TransactionalUnit unit = embedded.Unit())
        {
            foreach (TopicMessage message in unit.ReadToEnd(Embedded.Soon))
            {
                if (message.Text() == "ledger 4")
                    unit.DeadLetter(message, "ledger 4 is unreadable.", ledger: 4);
                else
                    unit.Send(Messages.Capitals(message, Embedded.Output));
            }
        }

        Answers(embedded).ShouldBe(Expected(10).Where(text => text != "LEDGER 4"));
        TopicMessage aside = embedded.ReadAll(Embedded.DeadLetterTopic).ShouldHaveSingleItem();
        using RecordBatch rows = aside.Decode(DeadLetters.Contract, "standalone");
        DeadLetter letter = DeadLetters.Read(rows).ShouldHaveSingleItem();
        letter.Source.Topic.ShouldBe(Embedded.Input);
        letter.Source.Partition.ShouldBe(0);
        letter.SourceValue.ShouldBe("ledger 4"u8.ToArray());
        letter.SourceKey.ShouldBe([0, 0, 0, 4]);
        letter.SourceTimestamp.ShouldBe(Messages.Closed.AddSeconds(20));
        letter.SourceHeaders.ShouldContain("\"ledger-range\"");
        letter.Reason.ShouldBe("ledger 4 is unreadable.");
        letter.FailedLedger.ShouldBe(4u);
        letter.Worker.ShouldBe("unit-0");
        aside.Key.ShouldBe([0, 0, 0, 4]);
        aside.Position.Partition.ShouldBe(0);
    }

    [Fact]
    public void A_topic_of_bad_messages_is_not_drained_into_dead_letters()
    {
        var log = new Recorded();
        using var embedded = new Embedded(log);
        embedded.Write(1, 100);

        using (TransactionalUnit unit = embedded.Unit(budget: new(1, long.MaxValue, TimeSpan.FromSeconds(10))))
        {
            Should.Throw<TopicsException>(() =>
            {
                foreach (TopicMessage message in unit.ReadToEnd(Embedded.Soon))
                    unit.DeadLetter(message, "bad.");
            }).Message.ShouldContain(Embedded.Input);
        }

        embedded.ReadAll(Embedded.DeadLetterTopic).Count.ShouldBe(10);
        log.Of(2301).Count.ShouldBe(Embedded.Partitions);
    }

    [Fact]
    public void Partitions_that_move_to_another_unit_are_gone_on_with_there()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 200);
        TransactionalUnit first = embedded.Unit("unit-0", budget: new(5, long.MaxValue, TimeSpan.FromSeconds(10)));
        using var both = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int answered = 0;
        Thread second = new(() =>
        {
            using TransactionalUnit unit = embedded.Unit("unit-1", budget: new(5, long.MaxValue, TimeSpan.FromSeconds(10)));
            foreach (TopicMessage message in unit.Read(both.Token))
                AnswerAndCount(unit, message);
        });

        foreach (TopicMessage message in first.Read(both.Token))
        {
            if (Volatile.Read(ref answered) == 20) second.Start();
            Thread.Sleep(5);
            AnswerAndCount(first, message);
        }
        first.Dispose();
        second.Join();

        Answers(embedded).ShouldBe(Expected(200));

        void AnswerAndCount(TransactionalUnit unit, TopicMessage message)
        {
            unit.Send(Messages.Capitals(message, Embedded.Output));
            if (Interlocked.Increment(ref answered) == 200) both.CancelAfter(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Sending_without_a_message_is_refused()
    {
        using var embedded = new Embedded();
        using TransactionalUnit unit = embedded.Unit();
        Should.Throw<InvalidOperationException>(() => unit.Send(Messages.Text(Embedded.Output, 0, 1, "no")));
    }

    private static int Answer(
        Embedded embedded, TransactionBudget? budget = null, string group = "units", Predicate<TopicMessage>? fail = null, Action<TopicMessage>? before = null)
    {
        int read = 0;
        using TransactionalUnit unit = embedded.Unit(group: group, budget: budget);
        foreach (TopicMessage message in unit.ReadToEnd(Embedded.Soon))
        {
            read++;
            before?.Invoke(message);
            if (fail?.Invoke(message) == true) throw new InvalidDataException(message.Text());
            unit.Send(Messages.Capitals(message, Embedded.Output));
        }
        return read;
    }

    private static IEnumerable<string> Answers(Embedded embedded) =>
        embedded.ReadAll(Embedded.Output).Select(message => message.Text()).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Expected(int ledgers) =>
        Enumerable.Range(1, ledgers).Select(ledger => $"LEDGER {ledger}").Order(StringComparer.Ordinal);
}
