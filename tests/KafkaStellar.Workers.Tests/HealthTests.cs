using KafkaStellar.Testing;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.Tests;

public sealed class HealthTests
{
    private readonly Clock _clock = new();
    private readonly Health _health;

    public HealthTests() => _health = new Health(_clock);

    [Fact]
    public void A_worker_that_turns_is_ready()
    {
        using IDisposable watched = _health.Watch("unit 0");
        _clock.Seconds = 59;
        _health.IsReady.ShouldBeTrue();
        _health.Turns("unit 0");
        _clock.Seconds = 118;
        _health.IsReady.ShouldBeTrue();
    }

    [Fact]
    public void A_worker_that_does_not_come_round_for_a_minute_is_not_ready_and_the_page_says_for_how_long()
    {
        IDisposable watched = _health.Watch("unit 0");
        _clock.Seconds = 75;

        _health.WhyNot().ShouldHaveSingleItem().ShouldBe("unit 0 has been busy with the same thing for 75 s");
        watched.Dispose();
        _health.IsReady.ShouldBeTrue();
    }

    [Fact]
    public void What_stands_still_says_why_until_it_goes_on()
    {
        _health.Standing("unit 0", "its transaction was aborted: no answer.");
        _health.WhyNot().ShouldHaveSingleItem().ShouldBe("unit 0: its transaction was aborted: no answer.");

        _health.Standing("unit 0", null);
        _health.IsReady.ShouldBeTrue();
    }

    [Fact]
    public async Task A_worker_that_may_use_too_little_memory_is_wrong_usage_and_says_what_it_needs()
    {
        CommandResult result = await WorkerProcess.RunAsync(
            ["extract", "ledgers", "--bootstrap-servers", "127.0.0.1:1", "--network", "standalone"], TimeSpan.FromMinutes(1),
            new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x8000000" });

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain("This process may use 128 MiB");
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
