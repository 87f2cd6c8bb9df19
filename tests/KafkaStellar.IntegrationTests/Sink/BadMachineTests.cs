using System.Globalization;
using KafkaStellar.Lake;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>Sinks on a machine whose disk is full or bad, or whose clock is wrong.</summary>
[Collection(SinkFaultCollection.Name)]
public sealed class BadMachineTests(KafkaBrokerFixture broker, FilledRoad filled)
{
    // What is gathered cannot be gone on with: the sink stops, and all of it is read again.
    [SkippableTheory]
    [InlineData("ST9 no room for rows that wait", "write|.arrows$|-2", SystemFaults.NoSpace)]
    [InlineData("ST9 no room for a Parquet file", "write|.parquet$|-5", SystemFaults.NoSpace)]
    [InlineData("ST9 a Parquet file that the disk does not take", "fsync|.parquet$|-5", SystemFaults.BadDisk)]
    public async Task A_sink_whose_scratch_is_full_stops_in_good_order_and_goes_on_when_there_is_room(string point, string call, int error)
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        string id = FilledRoad.NewId(), lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch");
        await using (WorkerProcess sink = road.Start(await new SystemFaults($"{call}|{error}").EnvironmentAsync(), "sink ledgers", FilledRoad.OptionsOf(id, lake, "--scratch", scratch)))
        {
            (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(1, $"{point}: {sink.Error}");
            sink.Error.ShouldContain("A worker died: ");
            sink.Error.ShouldContain(error == SystemFaults.NoSpace ? "No space left on device" : "Input/output error");
        }

        await filled.ShouldHoldOnlyQuietFilesAsync(lake, point);
        Directory.GetFileSystemEntries(scratch).ShouldBeEmpty(point);
        (await SinkInProcess.RunAsync(road, new FolderStore(lake), FilledRoad.SettingsOf(id))).ShouldBe(0, point);
        await filled.ShouldHaveEndedWellAsync(filled.GroupOf(id), lake, scratch, point);
    }

    // What is gathered stays good: the sink waits.
    [SkippableTheory]
    [InlineData("ST9 no room for a file in the lake", "write|.parquet.|-2", SystemFaults.NoSpace)]
    [InlineData("ST9 no room for an intent", "write|/log/|-2", SystemFaults.NoSpace)]
    [InlineData("ST9 a file that the lake's disk does not take", "fsync|.parquet.|-2", SystemFaults.BadDisk)]
    [InlineData("ST9 a folder that the lake's disk does not take", "fsync-folder|/log/|-4", SystemFaults.BadDisk)]
    public async Task A_sink_whose_lake_is_full_waits_and_goes_on_when_there_is_room(string point, string call, int error)
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        string id = FilledRoad.NewId(), lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch"), full = road.PathOf($"{id}-full");
        await File.WriteAllTextAsync(full, "");
        var faults = new SystemFaults($"{call}|{error}") { While = full };
        await using WorkerProcess sink = road.Start(await faults.EnvironmentAsync(), "sink ledgers", FilledRoad.OptionsOf(id, lake, "--scratch", scratch));
        await sink.WaitForAsync("System fault at ", Road.Limit);
        await filled.ShouldHoldOnlyQuietFilesAsync(lake, point);

        File.Delete(full);

        (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(0, $"{point}: {sink.Error}");
        await filled.ShouldHaveEndedWellAsync(filled.GroupOf(id), lake, scratch, point);
    }

    [SkippableTheory]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("1,-1")]
    public async Task Whatever_the_clock_says_the_files_have_the_same_names_and_bytes(string days)
    {
        Road road = await filled.FillAsync(await broker.BrokerAsync());
        string id = FilledRoad.NewId(), lake = road.PathOf(id), scratch = road.PathOf($"{id}-scratch");
        string[] withAge = [.. FilledRoad.OptionsOf(id, lake, "--scratch", scratch).Select(option => option == "00:00:00" ? "00:05:00" : option)];
        await using WorkerProcess sink = road.Start(await new SystemFaults { ClockDays = days }.EnvironmentAsync(), "sink ledgers", withAge);

        (await sink.WaitForExitAsync(Road.Limit)).ShouldBe(0, sink.Error);

        var itsTime = DateTimeOffset.Parse(sink.Error[..sink.Error.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        (DateTimeOffset.UtcNow - itsTime).Duration().ShouldBeGreaterThan(TimeSpan.FromHours(12));
        await filled.ShouldHaveEndedWellAsync(filled.GroupOf(id), lake, scratch, days);
    }
}
