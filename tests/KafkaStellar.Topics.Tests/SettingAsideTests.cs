using KafkaStellar.Arrow;

namespace KafkaStellar.Topics.Tests;

public class SettingAsideTests
{
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
                    unit.DeadLetter(message, ["transactions"], "ledger 4 is unreadable.", ledger: 4);
                else
                    unit.Send(Messages.Capitals(message, Embedded.Output));
            }
        }

        embedded.Answers().ShouldBe(Embedded.Expected(10).Where(text => text != "LEDGER 4"));
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
        letter.Datasets.ShouldBe(["transactions"]);
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
                    unit.DeadLetter(message, ["transactions"], "bad.");
            }).Message.ShouldContain(Embedded.Input);
        }

        embedded.ReadAll(Embedded.DeadLetterTopic).Count.ShouldBe(10);
        log.Of(2301).Count.ShouldBe(Embedded.Partitions);
    }
}
