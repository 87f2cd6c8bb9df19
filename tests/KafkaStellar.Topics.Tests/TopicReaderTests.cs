namespace KafkaStellar.Topics.Tests;

public class TopicReaderTests
{
    [Fact]
    public void A_new_group_reads_from_the_beginning_and_a_committed_one_goes_on()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        using (var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input]))
        {
            List<TopicMessage> read = ReadToEnd(reader);
            read.Count.ShouldBe(10);
            reader.Commit([.. reader.Partitions.Select(partition => partition.At(reader.NextOffset(partition)!.Value))]).ShouldBeTrue();
            reader.Close();
        }
        embedded.Write(11, 13);

        using var next = new TopicReader(embedded.Clients, "readers", [Embedded.Input]);
        ReadToEnd(next).Select(message => message.Text()).Order(StringComparer.Ordinal).ShouldBe(["ledger 11", "ledger 12", "ledger 13"]);
        next.Close();
    }

    [Fact]
    public void Its_owner_chooses_where_each_partition_starts_and_is_told_what_Kafka_knows()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        List<AssignedPartition> told = [];

        using var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input], new()
        {
            Assigned = assigned =>
            {
                told.Add(assigned);
                return assigned.Earliest + 3;
            },
        });

        List<TopicMessage> read = ReadToEnd(reader);
        read.Select(message => message.Text()).Order(StringComparer.Ordinal).ShouldBe(["ledger 10", "ledger 7", "ledger 8", "ledger 9"]);
        told.Count.ShouldBe(2);
        told.ShouldAllBe(assigned => assigned.Committed == null && assigned.Earliest == 0 && assigned.End >= 5);
        reader.EndOffsets().Values.ShouldBe(told.Select(assigned => assigned.End));
    }

    [Fact]
    public void A_start_that_the_topic_does_not_have_any_more_is_refused()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        using var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input], new() { Assigned = _ => -7 });
        Should.Throw<TopicsException>(() => ReadToEnd(reader)).Message.ShouldContain("deleted");
    }

    [Fact]
    public void A_start_beyond_the_end_is_refused()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        using var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input], new() { Assigned = assigned => assigned.End + 1000 });
        Should.Throw<TopicsException>(() => ReadToEnd(reader)).Message.ShouldContain("made anew");
    }

    [Fact]
    public void What_a_handler_throws_comes_out_of_reading()
    {
        using var embedded = new Embedded();
        using var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input], new() { Assigned = _ => throw new InvalidDataException("handler") });
        Should.Throw<InvalidDataException>(() => ReadToEnd(reader)).Message.ShouldBe("handler");
    }

    [Fact]
    public void A_paused_partition_is_silent_until_it_is_resumed()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        using var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input]);
        TopicMessage first = ReadOne(reader);
        TopicPartition paused = first.Position.TopicPartition;
        reader.Pause(paused).ShouldBeTrue();
        reader.Pause(paused).ShouldBeFalse();

        ReadToEnd(reader).ShouldAllBe(message => message.Position.TopicPartition != paused);
        reader.Resume(paused);
        List<TopicMessage> rest = ReadToEnd(reader);

        rest.Count.ShouldBe(4);
        rest.ShouldAllBe(message => message.Position.TopicPartition == paused);
    }

    [Fact]
    public void Closing_gives_the_partitions_back_in_good_order()
    {
        using var embedded = new Embedded();
        List<TopicPartition> back = [];
        using var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input], new() { Revoked = back.AddRange });
        ReadToEnd(reader);
        reader.Close();
        back.Count.ShouldBe(2);
        reader.Partitions.ShouldBeEmpty();
    }

    [Fact]
    public void A_partition_that_was_rewound_is_read_again()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 10);
        using var reader = new TopicReader(embedded.Clients, "readers", [Embedded.Input]);
        ReadToEnd(reader);

        reader.ReadAgain(new(Embedded.Input, 1, 2));

        ReadToEnd(reader).Select(message => message.Position.Offset).ShouldBe([2, 3, 4]);
    }

    private static TopicMessage ReadOne(TopicReader reader)
    {
        long deadline = Environment.TickCount64 + 60_000;
        while (Environment.TickCount64 < deadline)
        {
            if (reader.Read(TimeSpan.FromMilliseconds(100)) is { } message) return message;
        }
        throw new TimeoutException("No message came.");
    }

    private static List<TopicMessage> ReadToEnd(TopicReader reader)
    {
        List<TopicMessage> read = [];
        long deadline = Environment.TickCount64 + 60_000;
        do
        {
            if (reader.Read(TimeSpan.FromMilliseconds(100)) is { } message) read.Add(message);
            if (Environment.TickCount64 > deadline) throw new TimeoutException("The end did not come.");
        }
        while (!reader.AtEnd);
        return read;
    }
}
