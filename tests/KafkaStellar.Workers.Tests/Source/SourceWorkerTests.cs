using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Source;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests.Source;

/// <summary>A source from its start to its end.</summary>
public sealed class SourceWorkerTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData("no folder")]
    [InlineData("a folder")]
    [InlineData("a manifest")]
    public async Task An_empty_lake_is_waited_for_when_it_is_followed_and_refused_when_it_is_not(string there)
    {
        using var run = new SourceRun();
        if (there != "no folder") Directory.CreateDirectory(run.Lake);
        if (there == "a manifest")
            await File.WriteAllBytesAsync(Path.Combine(run.Lake, LakeManifest.Key), new LakeManifest(Simulated.Network.Passphrase, new LakeLayout(1, 10)).ToJson());
        (await run.RunAsync(new())).ShouldBe(ExitCodes.InputRefused, run.Said);
        Task<int> end = await run.StartAsync(new() { Follow = true, PollInterval = s_soon });
        await run.UntilAsync(() => run.Health.WhyNot().Any(why => why.StartsWith("the lake: ", StringComparison.Ordinal)));
        await Task.Delay(s_soon * 4);

        await run.WithLakeAsync(5);
        await run.UntilAsync(() => run.Topic.Committed.Count == 5);
        run.StopApplication();

        (await end).ShouldBe(ExitCodes.Done, run.Said);
        run.Topic.Ledgers.ShouldBe([2u, 3u, 4u, 5u, 6u]);
        run.Said.Split('\n').Count(line => line.Contains("waiting for its first ledger", StringComparison.Ordinal)).ShouldBe(1, run.Said);
    }

    [Fact]
    public async Task An_empty_lake_of_another_network_is_not_waited_for()
    {
        using var run = new SourceRun();
        Directory.CreateDirectory(run.Lake);
        await File.WriteAllBytesAsync(Path.Combine(run.Lake, LakeManifest.Key), new LakeManifest("another", new LakeLayout()).ToJson());

        (await run.RunAsync(new() { Follow = true })).ShouldBe(ExitCodes.InputRefused, run.Said);
    }

    [Fact]
    public async Task The_first_object_of_a_lake_is_waited_for_until_it_is_whole()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(62, ledgersPerObject: 64);
        string only = Path.Combine(run.Lake, new LakeLayout(64, 10).KeyOf(2));
        byte[] whole = await File.ReadAllBytesAsync(only);
        await File.WriteAllBytesAsync(only, whole[..^10]);
        Task<int> end = await run.StartAsync(new() { Follow = true, PollInterval = s_soon });
        await run.UntilAsync(() => run.Health.WhyNot().Any(why => why.Contains(Path.GetFileName(only), StringComparison.Ordinal)));

        await File.WriteAllBytesAsync(only, whole);
        await run.UntilAsync(() => run.Topic.Committed.Count == 62);

        run.StopApplication();
        (await end).ShouldBe(ExitCodes.Done, run.Said);
    }

    [Fact]
    public async Task An_object_that_is_cut_is_waited_for_and_everything_before_it_is_committed()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(5);
        string last = Path.Combine(run.Lake, new LakeLayout(1, 10).KeyOf(6));
        byte[] whole = await File.ReadAllBytesAsync(last);
        await File.WriteAllBytesAsync(last, whole[..^10]);
        Task<int> end = await run.StartAsync(new() { Follow = true, PollInterval = s_soon });
        await run.UntilAsync(() => run.Health.WhyNot().Any(why => why.Contains(Path.GetFileName(last), StringComparison.Ordinal)));
        run.Topic.Ledgers.ShouldBe([2u, 3u, 4u, 5u]);

        await File.WriteAllBytesAsync(last, whole);
        await run.UntilAsync(() => run.Topic.Committed.Count == 5);

        run.Health.IsReady.ShouldBeTrue();
        run.StopApplication();
        (await end).ShouldBe(ExitCodes.Done, run.Said);
    }

    [Fact]
    public async Task Everything_is_committed_when_a_source_ends_and_gone_on_with()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(25);

        (await run.RunAsync(new() { To = 14 })).ShouldBe(ExitCodes.Done, run.Said);
        run.Topic.Ledgers.ShouldBe(Enumerable.Range(2, 13).Select(ledger => (uint)ledger));
        (await run.RunAsync(new())).ShouldBe(ExitCodes.Done, run.Said);

        run.Topic.Ledgers.ShouldBe(Enumerable.Range(2, 25).Select(ledger => (uint)ledger));
    }

    [Fact]
    public async Task A_lake_of_another_chain_does_not_join_the_topic()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(5);
        (await run.RunAsync(new())).ShouldBe(ExitCodes.Done, run.Said);
        Directory.Delete(run.Lake, recursive: true);
        await run.WithLakeAsync(10, seed: 2);

        (await run.RunAsync(new())).ShouldBe(ExitCodes.InputRefused, run.Said);

        run.Said.ShouldContain("not of one chain");
        run.Topic.Committed.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_topic_that_nobody_can_tell_the_end_of_is_begun_only_where_the_user_says()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(20);
        run.Topic.Doubt = "partition 0 has no record left";
        (await run.RunAsync(new())).ShouldBe(ExitCodes.InputRefused, run.Said);
        run.Topic.Committed.ShouldBeEmpty();

        (await run.RunAsync(new() { From = 12 })).ShouldBe(ExitCodes.Done, run.Said);

        run.Topic.Ledgers.ShouldBe(Enumerable.Range(12, 10).Select(ledger => (uint)ledger));
        (await run.RunAsync(new() { From = 12 })).ShouldBe(ExitCodes.InputRefused, run.Said);
    }

    [Fact]
    public async Task A_topic_that_is_made_anew_under_a_source_gets_nothing_of_it()
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(5);
        Task<int> end = await run.StartAsync(new() { Follow = true, PollInterval = s_soon });
        await run.UntilAsync(() => run.Topic.Committed.Count == 5);

        run.Topic.Id = "second";
        run.Topic.Committed.Clear();
        await run.WithLakeAsync(10);

        (await end).ShouldBe(ExitCodes.Failed, run.Said);
        run.Said.ShouldContain("was deleted and made anew");
        run.Topic.Committed.ShouldBeEmpty();
    }

    public static TheoryData<Exception, int, bool> Deaths => new()
    {
        { new TopicsException("Kafka refused."), ExitCodes.Failed, false },
        { new FencedException("source", new InvalidOperationException("fenced")), ExitCodes.Failed, false },
        { new IOException("No disk."), ExitCodes.Failed, false },
        { new LedgerFileException("file", 5, null, "it is bad", "Fetch it."), ExitCodes.InputRefused, false },
        { new InvalidOperationException("A bug."), ExitCodes.Failed, true },
    };

    [Theory]
    [MemberData(nameof(Deaths), DisableDiscoveryEnumeration = true)]
    public async Task A_source_that_dies_ends_the_process_and_says_why_once_without_a_stack_unless_it_is_a_bug(Exception death, int exitCode, bool hasStack)
    {
        using SourceRun run = await new SourceRun().WithLakeAsync(5);
        run.Topic.Failure = death;

        (await run.RunAsync(new())).ShouldBe(exitCode, run.Said);

        run.Topic.Committed.ShouldBeEmpty();
        run.Said.Contains("   at ", StringComparison.Ordinal).ShouldBe(hasStack, run.Said);
        if (!hasStack) run.Said.Split(death.Message).Length.ShouldBe(2, run.Said);
    }
}
