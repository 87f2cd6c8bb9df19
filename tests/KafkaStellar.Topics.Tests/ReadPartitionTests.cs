namespace KafkaStellar.Topics.Tests;

public class ReadPartitionTests
{
    private static readonly TopicPartition Partition = new("stellar.pubnet.ledgers.v1", 3);

    [Fact]
    public void A_message_that_was_handed_over_before_is_not_expected_again()
    {
        var read = new ReadPartition(10);
        read.Passed(Partition, 10);
        read.Passed(Partition, 11);
        read.Expects(10).ShouldBeFalse();
        read.Expects(11).ShouldBeFalse();
        read.Expects(12).ShouldBeTrue();
    }

    [Fact]
    public void Offsets_may_have_holes_where_transactions_ended()
    {
        var read = new ReadPartition(10);
        read.Passed(Partition, 10);
        read.Expects(14).ShouldBeTrue();
        read.Passed(Partition, 14);
        read.Next.ShouldBe(15);
    }

    [Fact]
    public void The_end_passes_over_the_markers_before_it()
    {
        var read = new ReadPartition(10);
        read.Passed(Partition, 10);
        read.AtEnd.ShouldBeFalse();
        read.ReachedEnd(12);
        read.AtEnd.ShouldBeTrue();
        read.Next.ShouldBe(12);
        read.Passed(Partition, 12);
        read.AtEnd.ShouldBeFalse();
    }

    [Fact]
    public void After_going_back_the_same_first_message_must_come()
    {
        var read = new ReadPartition(10);
        read.Passed(Partition, 12);
        read.Rewind(10, first: 12);
        read.ReachedEnd(13);    // from before the rewind
        read.AtEnd.ShouldBeFalse();
        read.Next.ShouldBe(10);
        read.Passed(Partition, 12);
        read.Next.ShouldBe(13);
    }

    [Fact]
    public void After_going_back_a_later_message_would_be_a_loss_and_is_refused()
    {
        var read = new ReadPartition(10);
        read.Rewind(10, first: 10);
        Should.Throw<TopicsException>(() => read.Passed(Partition, 40)).Message.ShouldContain("stellar.pubnet.ledgers.v1/3");
    }
}
