using KafkaStellar.Testing;

namespace KafkaStellar.Workers.Tests;

public sealed class WorkerProcessTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Help_is_on_standard_output_and_ends_with_exit_code_0()
    {
        CommandResult help = await WorkerProcess.RunAsync(["--help"], s_soon);

        help.ExitCode.ShouldBe(0);
        help.Output.ShouldContain("kafkastellar");
        help.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_verb_that_is_not_there_is_wrong_usage()
    {
        CommandResult wrong = await WorkerProcess.RunAsync(["no-such-verb"], s_soon);

        wrong.ExitCode.ShouldBe(2);
        wrong.Output.ShouldBeEmpty();
        wrong.Error.ShouldContain("no-such-verb");
    }

    [Fact]
    public async Task A_killed_process_ends_with_128_and_the_number_of_the_signal()
    {
        await using WorkerProcess worker = WorkerProcess.Start(["--help"]);
        worker.Send(ProcessSignal.Pause);

        await worker.KillAsync();

        (await worker.WaitForExitAsync(s_soon)).ShouldBe(128 + (int)ProcessSignal.Kill);
    }

    [Fact]
    public async Task Waiting_for_what_is_never_said_ends_when_the_process_does()
    {
        await using WorkerProcess worker = WorkerProcess.Start(["--help"]);

        (await Should.ThrowAsync<InvalidOperationException>(() => worker.WaitForAsync("no such words", s_soon)))
            .Message.ShouldContain("before it said 'no such words'");
    }
}
