using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;

namespace KafkaStellar.Workers.Tests;

public sealed class AttemptsTests : IDisposable
{
    private static readonly TopicPartition s_partition = new("stellar.x.ledgers.v1", 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_of_too_many_processes_that_died_at_one_place_halts_and_says_where()
    {
        Process().Begin(s_partition, 7);
        Process().Begin(s_partition, 7);
        Process().Begin(s_partition, 7);

        string sentence = Should.Throw<IntentException>(() => Process().Begin(s_partition, 7)).Message;

        sentence.ShouldContain($"{s_partition}: 3 processes in a row");
        sentence.ShouldContain("from offset 7 on");
        sentence.ShouldContain(Directory.GetFiles(_folder.PathOf(), "*attempts*").ShouldHaveSingleItem());
    }

    [Fact]
    public void A_process_that_lived_through_it_begins_the_count_anew_and_leaves_nothing()
    {
        Process().Begin(s_partition, 7);
        Process().Begin(s_partition, 7);
        Process().End(s_partition);
        Directory.GetFiles(_folder.PathOf(), "*attempts*").ShouldBeEmpty();

        for (int i = 0; i < 3; i++) Process().Begin(s_partition, 7);
    }

    [Fact]
    public void Other_places_and_partitions_count_apart()
    {
        for (long start = 0; start < 10; start++) Process().Begin(s_partition, start);
        for (int partition = 0; partition < 10; partition++) Process().Begin(s_partition with { Partition = partition }, 99);
    }

    [Fact]
    public void A_note_of_a_place_that_was_passed_goes_when_the_partition_is_opened()
    {
        Process().Begin(s_partition, 7);
        Process().Open(s_partition, 7);
        Directory.GetFiles(_folder.PathOf(), "*attempts*").ShouldHaveSingleItem();

        Process().Open(s_partition, 8);

        Directory.GetFiles(_folder.PathOf(), "*attempts*").ShouldBeEmpty();
    }

    private Attempts Process() => new(_folder.PathOf(), "group", limit: 3);
}
