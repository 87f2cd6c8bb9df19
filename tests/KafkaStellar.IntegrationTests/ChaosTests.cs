using System.Globalization;
using KafkaStellar.Testing;
using Xunit.Abstractions;

namespace KafkaStellar.IntegrationTests;

/// <summary>The storm of <c>make chaos</c>, for a minute; or as long as CHAOS_SECONDS says, with the dice of CHAOS_SEED.</summary>
[Collection(BrokerFaultCollection.Name)]
public sealed class ChaosTests(ThreeBrokersFixture brokers, KafkaBrokerFixture quiet, ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_storm_of_crashes_leaves_what_a_quiet_run_leaves()
    {
        int seed = Number("CHAOS_SEED") ?? Random.Shared.Next(1, 1_000_000);
        var storm = new ChaosStorm(TimeSpan.FromSeconds(Number("CHAOS_SECONDS") ?? 60), seed);
        ChaosReport report = await storm.RunAsync(await brokers.BrokerAsync(), quiet.BrokerAsync);

        output.WriteLine($"{report}");
        if (Environment.GetEnvironmentVariable("CHAOS_REPORT") is { Length: > 0 } path) await File.WriteAllTextAsync(path, $"{report}");
        report.IsGood.ShouldBeTrue($"\n{report}");
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;
}
