using KafkaStellar.Workers.Source;

namespace KafkaStellar.Workers.Tests.Source;

/// <summary>What a source does of what it is told to read, with what its topic has and its lake holds: never "done" where it is not.</summary>
public sealed class SourceRangeTests
{
    private const string NoEnd = "ends with ledger";

    [Theory]
    [InlineData(1u, null, "the chain begins at ledger 2 for this lake")]
    [InlineData(1u, 10u, "the chain begins at ledger 2 for this lake")]
    [InlineData(200u, null, "the lake holds ledgers 2 to 31, and the source is to read from 200 on")]
    [InlineData(200u, 210u, "the lake holds ledgers 2 to 31, and the source is to read 200 to 210")]
    [InlineData(null, 40u, "the lake holds ledgers 2 to 31, and the source is to read 2 to 40")]
    public async Task An_empty_topic_takes_what_the_lake_holds_only(uint? from, uint? to, string why)
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(30);

        (await run.RunAsync(new() { From = from, To = to })).ShouldBe(ExitCodes.InputRefused, run.Said);

        run.Said.ShouldContain(why);
        run.Topic.Committed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lake_of_many_ledgers_an_object_is_read_from_its_first_ledger_to_its_last()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(70, ledgersPerObject: 64);

        (await run.RunAsync(new() { From = 1 })).ShouldBe(ExitCodes.InputRefused, run.Said);
        run.Said.ShouldContain("chain begins at ledger 2 for this lake");
        (await run.RunAsync(new() { From = 1, Follow = true })).ShouldBe(ExitCodes.InputRefused, run.Said);
        run.Said.ShouldContain("chain begins at ledger 2 for this lake");
        (await run.RunAsync(new() { From = 200 })).ShouldBe(ExitCodes.InputRefused, run.Said);
        run.Said.ShouldContain("the lake holds ledgers 2 to 71");
        (await run.RunAsync(new())).ShouldBe(ExitCodes.Done, run.Said);
        run.Topic.Ledgers.ShouldBe(Between(2, 71));
    }

    [Theory]
    [InlineData(10u, 20u, "ledgers 10 to 20 are in")]
    [InlineData(12u, 15u, "ledgers 12 to 15 are in")]
    [InlineData(null, 15u, "the ledgers up to 15 are in")]
    public async Task What_a_topic_has_is_done_already(uint? from, uint? to, string what)
    {
        using SourceRun run = await TenToTwentyAsync();

        (await run.RunAsync(new() { From = from, To = to })).ShouldBe(ExitCodes.Done, run.Said);

        run.Said.ShouldContain($"nothing to do: {what} {run.Topic.Name} already");
        run.Topic.Ledgers.ShouldBe(Between(10, 20));
    }

    [Theory]
    [InlineData(10u, 25u, 25u)] // the same command, to be ended
    [InlineData(21u, null, 31u)]
    [InlineData(null, null, 31u)]
    public async Task A_topic_that_has_the_beginning_is_gone_on_with(uint? from, uint? to, uint last)
    {
        using SourceRun run = await TenToTwentyAsync();

        (await run.RunAsync(new() { From = from, To = to })).ShouldBe(ExitCodes.Done, run.Said);

        run.Topic.Ledgers.ShouldBe(Between(10, last));
    }

    [Theory]
    [InlineData(2u, null, $"{NoEnd} 20 and does not have ledger 2")]
    [InlineData(2u, 15u, $"{NoEnd} 20 and does not have ledger 2")]
    [InlineData(null, 5u, $"{NoEnd} 20 and does not have ledger 5")]
    [InlineData(25u, null, "ledgers 21 to 24 would be missing")]
    [InlineData(10u, 40u, "the lake holds ledgers 2 to 31, and the source is to read 21 to 40")]
    [InlineData(null, 40u, "the source is to read 21 to 40")]
    public async Task A_topic_takes_nothing_before_its_beginning_or_after_a_gap(uint? from, uint? to, string why)
    {
        using SourceRun run = await TenToTwentyAsync();

        (await run.RunAsync(new() { From = from, To = to })).ShouldBe(ExitCodes.InputRefused, run.Said);

        run.Said.ShouldContain(why);
        run.Topic.Ledgers.ShouldBe(Between(10, 20));
    }

    [Fact]
    public async Task A_topic_that_has_the_whole_lake_has_nothing_to_do_and_the_next_ledger_is_not_there()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(30);
        (await run.RunAsync(new())).ShouldBe(ExitCodes.Done, run.Said);

        (await run.RunAsync(new())).ShouldBe(ExitCodes.Done, run.Said);
        run.Said.ShouldContain("nothing to do: the ledgers up to 31 are in");
        (await run.RunAsync(new() { From = 32 })).ShouldBe(ExitCodes.InputRefused, run.Said);
        run.Said.ShouldContain("the source is to read from 32 on");
    }

    [Fact]
    public async Task What_is_not_there_yet_is_waited_for_with_follow()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(5);
        Task<int> end = await run.StartAsync(new() { From = 10, Follow = true, PollInterval = TimeSpan.FromMilliseconds(50) });
        await run.UntilAsync(() => run.Said.Contains("from ledger 10 to whatever comes", StringComparison.Ordinal));

        await run.WithLakeAsync(12);
        await run.UntilAsync(() => run.Topic.Committed.Count == 4);
        run.StopApplication();

        (await end).ShouldBe(ExitCodes.Done, run.Said);
        run.Topic.Ledgers.ShouldBe(Between(10, 13));
    }

    private static async Task<SourceRun> TenToTwentyAsync()
    {
        SourceRun run = await new SourceRun().WithLakeAsync(30);
        (await run.RunAsync(new() { From = 10, To = 20 })).ShouldBe(ExitCodes.Done, run.Said);
        return run;
    }

    private static IEnumerable<uint> Between(uint first, uint last) => Enumerable.Range((int)first, (int)(last - first) + 1).Select(ledger => (uint)ledger);
}
