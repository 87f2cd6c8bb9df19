namespace KafkaStellar.Testing.Tests;

public sealed class PeerTests
{
    [SkippableFact]
    public async Task The_peer_says_what_is_wrong_with_a_stream()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.PathOf("no.arrow"), "no arrow stream");

        CommandResult result = await Peer.RunAsync("ipc", folder.PathOf("no.arrow"));

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldNotBeEmpty();
    }
}
