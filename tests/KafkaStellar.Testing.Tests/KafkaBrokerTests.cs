namespace KafkaStellar.Testing.Tests;

public sealed class KafkaBrokerTests
{
    [SkippableFact]
    public async Task A_broker_survives_a_crash_and_leaves_nothing_behind()
    {
        KafkaBroker broker = await KafkaBroker.StartOwnAsync();
        string folder = broker.Folder;
        await using (broker)
        {
            string before = broker.BootstrapServers;
            await broker.KillAsync();
            await broker.StartAgainAsync();
            broker.BootstrapServers.ShouldBe(before);
            File.Exists(Path.Combine(folder, "node-1", "broker.log")).ShouldBeTrue();
        }

        Directory.Exists(folder).ShouldBeFalse();
    }
}
