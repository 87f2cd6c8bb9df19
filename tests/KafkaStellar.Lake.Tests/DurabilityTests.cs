using System.Text.RegularExpressions;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests;

/// <summary>What is made durable, and in which order: a crash of the machine cannot be tried, a call that is not made can be missed.</summary>
public sealed partial class DurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _calls = [];

    public void Dispose()
    {
        Posix.Watch = null;
        _folder.Dispose();
    }

    [Fact]
    public async Task An_object_is_on_the_disk_before_it_has_its_name_and_its_name_before_the_put_returns()
    {
        await PutAsync("a/b/first");
        Watch();

        await PutAsync("a/b/c");

        _calls.ShouldBe(["sync lake/a/b/.c.TEMPORARY", "link lake/a/b/c", "sync-folder lake/a/b", "sync-folder lake/a", "sync-folder lake"]);
    }

    [Fact]
    public async Task A_new_folder_is_on_the_disk_before_anything_is_in_it()
    {
        await PutAsync("first");
        Watch();

        await PutAsync("a/b/c");

        _calls.Take(3).ShouldBe(["sync-folder lake", "sync-folder lake/a", "sync lake/a/b/.c.TEMPORARY"]);
    }

    [Fact]
    public async Task An_object_that_is_found_is_made_durable_by_who_finds_it()
    {
        await PutAsync("a/b/c");
        Watch();

        (await PutAsync("a/b/c")).ShouldBeFalse();
        _calls.ShouldBe(["sync-folder lake/a/b", "sync-folder lake/a", "sync-folder lake"]);
        _calls.Clear();

        await new FolderStore(_folder.PathOf("lake")).Sha256Async("a/b/c", default);
        _calls.ShouldBe(["sync-folder lake/a/b", "sync-folder lake/a", "sync-folder lake"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_Parquet_file_is_on_the_disk_when_it_is_written(bool inParts)
    {
        Directory.CreateDirectory(_folder.PathOf("scratch"));
        using var writer = new ParquetWriter(SampleRows.Schema);
        writer.Append(SampleRows.Make(0, 10));
        Watch();

        if (inParts) writer.Write(writer.Parts([], "ledger_seq")[0], _folder.PathOf("scratch/a.parquet"), []);
        else writer.Write(_folder.PathOf("scratch/a.parquet"), []);

        _calls.ShouldBe(["sync scratch/a.parquet", "sync-folder scratch"]);
    }

    private void Watch() => Posix.Watch = call => _calls.Add(Temporary().Replace(call.Replace(_folder.PathOf("").TrimEnd('/') + "/", "", StringComparison.Ordinal), "TEMPORARY"));

    private Task<bool> PutAsync(string key) => new FolderStore(_folder.PathOf("lake")).PutIfAbsentAsync(key, ObjectContent.Of("x"u8.ToArray()), default);

    [GeneratedRegex("[0-9a-f]{32}\\.tmp")]
    private static partial Regex Temporary();
}
