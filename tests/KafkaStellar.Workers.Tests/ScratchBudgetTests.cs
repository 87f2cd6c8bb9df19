using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;

namespace KafkaStellar.Workers.Tests;

public sealed class ScratchBudgetTests
{
    private readonly ScratchBudget _budget = new(1000);

    [Fact]
    public void Below_the_limit_all_partitions_are_read()
    {
        Decide(400, 300, 299).ShouldBe(999);
        _budget.Only.ShouldBeNull();
    }

    [Fact]
    public void At_the_limit_the_fullest_alone_is_read_until_its_file_ends_though_another_is_fuller()
    {
        Decide(400, 350, 250);
        _budget.Only.ShouldBe(At(0));
        Decide(400, 450, 250);
        _budget.Only.ShouldBe(At(0));
        Decide(0, 550, 250);
        _budget.Only.ShouldBe(At(1));
    }

    [Fact]
    public void All_are_read_again_only_well_below_the_limit()
    {
        Decide(500, 500);
        Decide(260, 500);
        _budget.Only.ShouldBe(At(0));
        Decide(0, 749);
        _budget.Only.ShouldBeNull();
        Decide(200, 749);
        _budget.Only.ShouldBeNull();
    }

    [Fact]
    public void A_partition_that_went_to_another_worker_is_not_waited_for()
    {
        Decide(600, 550);
        _budget.Decide([KeyValuePair.Create(At(1), 800L)]);
        _budget.Only.ShouldBe(At(1));
        _budget.Decide([]);
        _budget.Only.ShouldBeNull();
    }

    private long Decide(params long[] bytes) => _budget.Decide(bytes.Select((waiting, partition) => KeyValuePair.Create(At(partition), waiting)));

    private static TopicPartition At(int partition) => new("t", partition);
}
