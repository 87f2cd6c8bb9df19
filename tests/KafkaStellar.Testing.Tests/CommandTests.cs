namespace KafkaStellar.Testing.Tests;

public sealed class CommandTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_command_gives_both_streams_and_its_exit_code()
    {
        CommandResult result = await Command.RunAsync("sh", ["-c", "echo out; echo err >&2; exit 3"], s_soon);

        result.ShouldBe(new CommandResult(3, "out\n", "err\n"));
    }

    [Fact]
    public async Task A_command_that_must_succeed_says_why_it_did_not()
    {
        InvalidOperationException wrong = await Should.ThrowAsync<InvalidOperationException>(
            () => Command.OutputOfAsync("sh", ["-c", "echo no such topic >&2; exit 1"], s_soon));

        wrong.Message.ShouldContain("exit code 1");
        wrong.Message.ShouldContain("no such topic");
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended() =>
        (await Should.ThrowAsync<TimeoutException>(() => Command.RunAsync("sleep", ["600"], TimeSpan.FromMilliseconds(50))))
            .Message.ShouldContain("sleep 600");
}
