using KafkaStellar.Workers.Source;

namespace KafkaStellar.Workers.Tests;

public sealed class SourceProgressTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Without_a_limit_a_source_never_waits_and_never_commits_for_it()
    {
        var progress = new SourceProgress(long.MaxValue);
        for (uint ledger = 2; ledger < 1000; ledger++) progress.Wait(int.MaxValue, () => throw new InvalidOperationException("It committed."), default);

        progress.Ledgers.ShouldBe(998);
    }

    [Fact]
    public void A_message_of_any_size_may_go_when_nothing_is_under_way()
    {
        var progress = new SourceProgress(mostBytesAhead: 100);

        progress.Wait(1_000_000, () => throw new InvalidOperationException("It committed."), default);

        progress.Ledgers.ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_is_too_far_ahead_commits_then_waits_and_goes_on_when_what_it_sent_was_taken()
    {
        var progress = new SourceProgress(mostBytesAhead: 100);
        Send(progress, 60);
        var committed = new TaskCompletionSource();
        Task second = Task.Run(() => progress.Wait(60, () =>
        {
            progress.Committed(2);
            committed.SetResult();
        }, default));
        await committed.Task.WaitAsync(s_limit);
        second.IsCompleted.ShouldBeFalse();
        progress.Taken(0);
        second.IsCompleted.ShouldBeFalse();

        progress.Taken(1);
        await second.WaitAsync(s_limit);

        progress.Ledgers.ShouldBe(2);
        progress.LastLedger.ShouldBe(2u);
    }

    [Fact]
    public async Task A_source_that_waits_can_be_stopped()
    {
        var progress = new SourceProgress(mostBytesAhead: 100);
        using var stop = new CancellationTokenSource();
        Send(progress, 100);
        Task second = Task.Run(() => progress.Wait(1, stop.Cancel, stop.Token));

        await Should.ThrowAsync<OperationCanceledException>(() => second.WaitAsync(s_limit));
        progress.Ledgers.ShouldBe(1);
    }

    [Fact]
    public void What_was_sent_counts_as_taken_only_with_the_commit_it_was_part_of()
    {
        var progress = new SourceProgress(mostBytesAhead: 100);
        Send(progress, 40);
        Send(progress, 40);
        progress.Committed(3);
        progress.Taken(1);
        bool asked = false;
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => progress.Wait(40, () =>
        {
            asked = true;
            stop.Cancel();
        }, stop.Token));
        asked.ShouldBeTrue();

        progress.Taken(2);
        progress.Wait(40, () => throw new InvalidOperationException("It committed."), default);
        progress.Ledgers.ShouldBe(3);
    }

    private static void Send(SourceProgress progress, int bytes) => progress.Wait(bytes, () => throw new InvalidOperationException("It committed."), default);
}
