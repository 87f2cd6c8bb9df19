using KafkaStellar.Testing;
using Xunit.Abstractions;

namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>The protocol at small scope, all of it; <see cref="IntentCrashTests"/> has larger scopes, by chance.</summary>
public sealed class SinkExplorationTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(2, 2, 2, 0)]
    [InlineData(1, 3, 1, 0)]
    [InlineData(1, 3, 1, 1)]
    [InlineData(2, 2, 1, 1)]
    public async Task Every_interleaving_leaves_every_row_once(int offsets, int workers, int kills, int resets)
    {
        var exploration = new SinkExploration(_scratch) { Offsets = offsets, Workers = workers, Kills = kills, Resets = resets };

        string? violation = await Task.Run(exploration.FindViolationAsync);

        output.WriteLine($"{exploration.States} states, {exploration.Runs} runs");
        violation.ShouldBeNull();
        exploration.States.ShouldBeGreaterThan(500);
    }

    // The test of the test (a zombie that writes unconditionally): without the condition there must be an interleaving that loses or doubles a row.
    [Fact]
    public async Task Without_the_conditional_write_a_zombie_is_found_out()
    {
        var exploration = new SinkExploration(_scratch, ignoresCondition: true) { Kills = 0 };

        string? violation = await Task.Run(exploration.FindViolationAsync);

        output.WriteLine($"after {exploration.Runs} runs: {violation}");
        violation.ShouldNotBeNull();
    }
}
