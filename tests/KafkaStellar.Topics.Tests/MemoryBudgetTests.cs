namespace KafkaStellar.Topics.Tests;

public class MemoryBudgetTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Where_there_is_plenty_clients_hold_what_makes_them_fast()
    {
        MemoryBudget budget = MemoryBudget.Of(Options(), 8192 * MiB);

        budget.Refusal.ShouldBeNull();
        budget.PrefetchBytes.ShouldBe(32 << 20);
        budget.FetchBytes.ShouldBe(50 << 20);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(350)]
    [InlineData(400)]
    [InlineData(2000)]
    public void Clients_never_hold_more_than_their_share(long mib)
    {
        MemoryBudget budget = MemoryBudget.Of(Options(), mib * MiB);

        budget.Refusal.ShouldBeNull();
        long held = budget.PrefetchBytes + (long)budget.FetchBytes + budget.SendQueueBytes + 2L * (48 << 20);
        held.ShouldBeLessThanOrEqualTo(mib * MiB * 2 / 3);
    }

    [Fact]
    public void Less_memory_gives_less_ahead()
    {
        int much = MemoryBudget.Of(Options(), 400 * MiB).PrefetchBytes, little = MemoryBudget.Of(Options(), 320 * MiB).PrefetchBytes;

        little.ShouldBeLessThan(much);
    }

    [Fact]
    public void Too_little_memory_is_refused_with_what_is_needed_and_what_can_be_lowered()
    {
        string refusal = MemoryBudget.Of(Options(), 256 * MiB).Refusal.ShouldNotBeNull();

        refusal.ShouldContain("may use 256 MiB");
        refusal.ShouldContain("at least 193 MiB");
        refusal.ShouldContain("Kafka:MaxMessageBytes (48 MiB)");
    }

    [Fact]
    public void What_is_enough_for_one_unit_may_be_too_little_for_four()
    {
        KafkaOptions four = Options();
        four.Units = 4;

        MemoryBudget.Of(four, 1024 * MiB).Refusal.ShouldNotBeNull().ShouldContain("4 of them");
        MemoryBudget.Of(four, 2048 * MiB).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_setting_for_what_is_read_ahead_is_taken_as_it_is_or_refused()
    {
        KafkaOptions ahead = Options();
        ahead.PrefetchBytes = 512 << 20;

        MemoryBudget.Of(ahead, 8192 * MiB).PrefetchBytes.ShouldBe(512 << 20);
        MemoryBudget.Of(ahead, 512 * MiB).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void A_limit_beyond_what_the_process_may_use_is_refused()
    {
        KafkaOptions limited = Options();
        limited.MemoryBytes = 2048 * MiB;

        MemoryBudget.Of(limited, 1024 * MiB).Refusal.ShouldNotBeNull().ShouldContain("Kafka:MemoryBytes is 2048 MiB");
    }

    private static KafkaOptions Options() => new() { BootstrapServers = "kafka:9092" };
}
