namespace KafkaStellar.Topics.Tests;

public class UnitPartitionTests
{
    private static readonly TopicName Input = TopicName.Parse(Embedded.Input);

    [Fact]
    public void Where_the_offset_is_right_behind_the_last_message_every_message_is_wanted_also_one_of_a_ledger_that_stands_there()
    {
        var partition = new UnitPartition(Input, new OutputStart(5));

        partition.Wants(Message(4, ledger: 9), out _).ShouldBeFalse();
        partition.Wants(Message(5, ledger: 3), out uint? follows).ShouldBeTrue();
        follows.ShouldBeNull();
    }

    [Fact]
    public void Where_the_offset_is_only_near_ledgers_that_stand_there_are_passed_over_and_the_first_after_them_is_told_what_it_follows()
    {
        var partition = new UnitPartition(Input, new OutputStart(0, MadeUpTo: 11));

        partition.Wants(Message(0, ledger: 10), out _).ShouldBeFalse();
        partition.Wants(Message(1, ledger: 11), out _).ShouldBeFalse();
        partition.Wants(Message(2, ledger: 13), out uint? follows).ShouldBeTrue();
        follows.ShouldBe(11u);
        partition.Wants(Message(3, ledger: 11), out follows).ShouldBeTrue(); // the chain has something to say about it
        follows.ShouldBeNull();
    }

    [Fact]
    public void A_message_of_nobody_is_wanted_by_whoever_comes_to_it()
    {
        var partition = new UnitPartition(Input, new OutputStart(0, MadeUpTo: 11));
        var foreign = new TopicMessage(new Position(Embedded.Input, 0, 0), null, Messages.Closed, [], null);

        partition.Wants(foreign, out _).ShouldBeTrue();
        partition.Wants(Message(1, ledger: 10), out _).ShouldBeFalse();
    }

    [Fact]
    public void After_an_abort_it_goes_back_to_its_last_commit_or_to_what_Kafka_committed_without_an_answer()
    {
        var partition = new UnitPartition(Input, new OutputStart(5));
        partition.Done(7);
        partition.Sent(8);

        partition.GoBack(known: 5);
        partition.NextWanted.ShouldBe(5);

        partition.Done(7);
        partition.Sent(8);
        partition.GoBack(known: 8);
        partition.NextWanted.ShouldBe(8);
    }

    [Fact]
    public void What_an_operator_sets_the_group_to_meanwhile_moves_nothing()
    {
        var partition = new UnitPartition(Input, new OutputStart(5));
        partition.Done(7);
        partition.Sent(8);

        partition.GoBack(known: 100);

        partition.NextWanted.ShouldBe(5);
    }

    private static TopicMessage Message(long offset, uint ledger)
    {
        OutgoingMessage made = Messages.Text(Embedded.Input, 0, ledger, "");
        return new(new Position(Embedded.Input, 0, offset), made.Key, made.Timestamp, [.. made.Headers.Encode().Select(header => KeyValuePair.Create(header.Key, (byte[]?)header.Value))], made.Value.ToArray());
    }
}
