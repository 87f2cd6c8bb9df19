using KafkaStellar.Testing;

namespace KafkaStellar.Workers.Tests;

public sealed class BenchVerbTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("token-transfers", "events")]
    [InlineData("transactions", "rows")]
    public async Task What_was_measured_is_one_line(string what, string unit)
    {
        string file = MadeFiles.Batch(_folder, "a.xdr.zst", [.. MadeFiles.Ledgers(2)]);

        CommandResult result = await WorkerProcess.RunAsync(["bench", what, file, "--seconds", "1", "--passphrase", MadeFiles.Network.Passphrase], s_limit);

        result.ExitCode.ShouldBe(ExitCodes.Done, result.Error);
        result.Output.Trim().ShouldMatch($"^[0-9]+ ledgers/s, [0-9]+ {unit}/s, [0-9]+\\.[0-9]{{2}} ms a ledger$");
        result.Error.ShouldContain("2 ledgers of");
    }

    [Fact]
    public async Task Another_networks_ledgers_are_input_refused()
    {
        string file = MadeFiles.Batch(_folder, "a.xdr.zst", [.. MadeFiles.Ledgers(1)]);

        CommandResult result = await WorkerProcess.RunAsync(["bench", "token-transfers", file, "--seconds", "1"], s_limit);

        result.ExitCode.ShouldBe(ExitCodes.InputRefused);
        result.Error.ShouldContain("is it another network's ledger?");
    }
}
