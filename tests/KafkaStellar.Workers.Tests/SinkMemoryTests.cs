using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;

namespace KafkaStellar.Workers.Tests;

public sealed class SinkMemoryTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Memory_without_room_for_the_file_that_is_made_is_refused_with_what_is_needed_and_what_for()
    {
        string why = SinkMemory.WhyTooLittle(Options(), 400 * MiB).ShouldNotBeNull();

        why.ShouldContain("may use 400 MiB");
        why.ShouldContain("needs at least 641 MiB: 193 MiB for Kafka's clients, 256 MiB for the file that it makes");
    }

    [Fact]
    public void What_a_sink_asks_for_at_least_is_enough_for_all_its_parts()
    {
        SinkMemory.WhyTooLittle(Options(), 642 * MiB).ShouldBeNull();
        SinkMemory.ForClients(642 * MiB).ShouldBeGreaterThanOrEqualTo(MemoryBudget.Of(Options(), 642 * MiB).LeastBytes);
    }

    private static KafkaOptions Options() => new() { BootstrapServers = "localhost:9092" };
}
