using KafkaStellar.Workers.Hosting;
using KafkaStellar.Xdr;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStellar.Workers.Tests;

/// <summary>How the workers of a process end, and what the process makes of it.</summary>
public sealed class FleetTests : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Health _health = new(TimeProvider.System);
    private readonly Fleet _fleet;

    public FleetTests() => _fleet = new Fleet(this, _health, NullLogger<Fleet>.Instance);

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => default;

    public void Dispose() => _stopping.Dispose();

    void IHostApplicationLifetime.StopApplication() => _stopping.Cancel();

    [Fact]
    public void A_ledger_of_a_newer_protocol_ends_the_process_as_refused_input_and_readiness_says_why()
    {
        UnknownProtocolException unknown = Should.Throw<UnknownProtocolException>(() => UnknownProtocolException.ThrowIfNewer(7, XdrVersion.Protocol + 1));
        _fleet.Begins();
        _fleet.Begins();

        _fleet.Ended(unknown.At("topic/0/5"));

        _fleet.ExitCode.ShouldBe(ExitCodes.InputRefused);
        _stopping.IsCancellationRequested.ShouldBeTrue();
        _health.WhyNot().ShouldHaveSingleItem().ShouldContain("topic/0/5: ledger 7 is of protocol");
    }

    [Fact]
    public void A_worker_that_dies_ends_the_process_as_failed()
    {
        _fleet.Begins();

        _fleet.Ended(new IOException("no disk"));

        _fleet.ExitCode.ShouldBe(ExitCodes.Failed);
        _stopping.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void The_process_is_done_when_its_last_worker_is()
    {
        _fleet.Begins();
        _fleet.Begins();
        _fleet.Ended(null);
        _stopping.IsCancellationRequested.ShouldBeFalse();

        _fleet.Ended(null);

        _stopping.IsCancellationRequested.ShouldBeTrue();
        (_fleet.ExitCode, _health.IsReady).ShouldBe((ExitCodes.Done, true));
    }
}
