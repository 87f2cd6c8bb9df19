using System.Text;

namespace KafkaStellar.Lake.Tests;

public sealed class IntentLogTests : IDisposable
{
    private const string Topic = "stellar.standalone.ledgers.v1";
    private const int Partition = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;
    private readonly IntentLog _log;

    public IntentLogTests()
    {
        _store = new FolderStore(_folder["lake"]);
        _log = new IntentLog(_store, "lake");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_partition_that_nobody_touched_begins_where_the_topic_does()
    {
        (await OpenAsync(committed: null)).ShouldBe((0, null));
        (await OpenAsync(committed: null, earliest: 12)).ShouldBe((12, null));
        (await OpenAsync(committed: 12, earliest: 12)).ShouldBe((12, null));
        (await OpenAsync(committed: 3, earliest: 12)).ShouldBe((12, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(7L)]
    [InlineData(10L)]
    [InlineData(15L)]
    [InlineData(20L)]
    public async Task Whatever_Kafka_says_a_partition_goes_on_after_the_last_intent_whose_files_are_there(long? committed)
    {
        await DoAsync(IntentOf(0, 10));
        await DoAsync(IntentOf(10, 20));

        (await OpenAsync(committed)).ShouldBe((20, null));
    }

    [Fact]
    public async Task An_intent_that_was_declared_and_not_published_is_done_again()
    {
        await DoAsync(IntentOf(0, 10));
        Intent declared = IntentOf(10, 20);
        await _log.DeclareAsync(declared, default);

        (long start, Intent? unfinished) = await OpenAsync(committed: 10);

        start.ShouldBe(10);
        unfinished.ShouldNotBeNull().DecidesAs(declared).ShouldBeTrue();
        unfinished.Spec.ShouldBe(declared.Spec);
    }

    [Fact]
    public async Task An_intent_of_which_some_files_are_there_is_done_again_whole()
    {
        Intent declared = IntentOf(0, 10, files: 3);
        await _log.DeclareAsync(declared, default);
        await PublishAsync(declared.Files[0]);
        await PublishAsync(declared.Files[2]);

        (long start, Intent? unfinished) = await OpenAsync(committed: null);

        start.ShouldBe(0);
        unfinished.ShouldNotBeNull().Files.ShouldBe(declared.Files);
    }

    [Fact]
    public async Task An_intent_without_rows_is_finished_as_soon_as_it_is_declared()
    {
        await _log.DeclareAsync(IntentOf(0, 10, files: 0), default);

        (await OpenAsync(committed: null)).ShouldBe((10, null));
    }

    [Fact]
    public async Task An_offset_that_an_operator_set_into_the_middle_of_an_intent_is_moved_to_its_start()
    {
        Intent first = IntentOf(0, 10);
        await DoAsync(first);
        await DoAsync(IntentOf(10, 20));
        File.Delete(_folder[$"lake/{first.Files[0].Path}"]);

        (long start, Intent? unfinished) = await OpenAsync(committed: 7);

        start.ShouldBe(0);
        unfinished.ShouldNotBeNull().DecidesAs(first).ShouldBeTrue();
    }

    [Fact]
    public async Task A_committed_offset_past_everything_that_the_lake_knows_is_refused()
    {
        await DoAsync(IntentOf(0, 10));

        string sentence = (await Should.ThrowAsync<IntentException>(() => OpenAsync(committed: 11))).Message;

        sentence.ShouldContain($"{Topic}/{Partition}");
        sentence.ShouldContain("committed offset 11");
        sentence.ShouldContain("back to 10");
    }

    [Fact]
    public async Task A_committed_offset_with_an_empty_lake_is_refused()
    {
        string sentence = (await Should.ThrowAsync<IntentException>(() => OpenAsync(committed: 500, earliest: 100))).Message;

        sentence.ShouldContain("committed offset 500");
        sentence.ShouldContain("back to 100");
    }

    [Fact]
    public async Task What_must_be_read_again_and_is_gone_from_the_topic_is_refused()
    {
        await _log.DeclareAsync(IntentOf(0, 10), default);
        string unfinished = (await Should.ThrowAsync<IntentException>(() => OpenAsync(committed: null, earliest: 4))).Message;
        unfinished.ShouldContain("offsets 0 to 3 are gone");

        await PublishAsync(IntentOf(0, 10).Files[0]);
        string finished = (await Should.ThrowAsync<IntentException>(() => OpenAsync(committed: 10, earliest: 12))).Message;
        finished.ShouldContain("offsets 10 to 11 are gone");
    }

    [Fact]
    public async Task Of_two_workers_that_decide_differently_the_first_holds_and_the_second_is_told()
    {
        Intent first = IntentOf(0, 10), second = IntentOf(0, 14);

        (await _log.DeclareAsync(first, default)).ShouldBeSameAs(first);
        Intent holds = await new IntentLog(_store, "lake").DeclareAsync(second, default);

        holds.DecidesAs(first).ShouldBeTrue();
        holds.DecidesAs(second).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_workers_at_once_one_wins_and_all_are_told_the_same()
    {
        for (long round = 0; round < 10; round++)
        {
            long start = round * 100;
            Intent[] held = await Task.WhenAll(Enumerable.Range(1, 12)
                .Select(worker => Task.Run(() => new IntentLog(_store, "lake").DeclareAsync(IntentOf(start, start + worker), default))));

            held.Select(intent => intent.End).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task The_same_decision_is_the_same_bytes()
    {
        await _log.DeclareAsync(IntentOf(0, 10), default);
        byte[] first = await File.ReadAllBytesAsync(IntentFiles()[0]);
        await new IntentLog(new FolderStore(_folder["other"]), "lake").DeclareAsync(IntentOf(0, 10), default);

        (await File.ReadAllBytesAsync(Directory.GetFiles(_folder["other"], "*.json", SearchOption.AllDirectories).Single())).ShouldBe(first);
    }

    [Fact]
    public async Task Sinks_and_partitions_have_chains_of_their_own()
    {
        await DoAsync(IntentOf(0, 10));

        (await new IntentLog(_store, "other").OpenAsync(Topic, Partition, null, 0, default)).ShouldBe((0, null));
        (await _log.OpenAsync(Topic, Partition + 1, null, 0, default)).ShouldBe((0, null));
        (await _log.OpenAsync("stellar.standalone.ledgers.v2", Partition, null, 0, default)).ShouldBe((0, null));
    }

    [Fact]
    public async Task A_file_is_published_once_and_found_the_second_time()
    {
        IntentFile file = IntentOf(0, 10).Files[0];

        (await PublishAsync(file)).ShouldBeTrue();
        (await PublishAsync(file)).ShouldBeFalse();
        (await File.ReadAllTextAsync(_folder[$"lake/{file.Path}"])).ShouldBe(ContentOf(file.Path));
    }

    [Fact]
    public async Task Another_file_under_the_name_is_left_alone_and_named()
    {
        IntentFile file = IntentOf(0, 10).Files[0];
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[$"lake/{file.Path}"])!);
        await File.WriteAllTextAsync(_folder[$"lake/{file.Path}"], "somebody else's");

        string sentence = (await Should.ThrowAsync<IntentException>(() => PublishAsync(file))).Message;

        sentence.ShouldContain(file.Path);
        (await File.ReadAllTextAsync(_folder[$"lake/{file.Path}"])).ShouldBe("somebody else's");
    }

    [Fact]
    public async Task The_chain_is_read_from_the_first_intent_to_the_last()
    {
        long[] starts = [0, 9, 10, 99, 100, 1_000_000, long.MaxValue - 10];
        foreach (long start in starts.Reverse()) await _log.DeclareAsync(IntentOf(start, start + 1), default);

        (await _log.ReadAsync(Topic, Partition, default)).Select(intent => intent.Start).ShouldBe(starts);
    }

    [Fact]
    public async Task A_torn_intent_is_refused_wherever_it_breaks_off()
    {
        await _log.DeclareAsync(IntentOf(0, 10), default);
        string path = IntentFiles()[0];
        byte[] whole = await File.ReadAllBytesAsync(path);

        for (int length = 0; length < whole.Length; length += 7) await RefusedAsync(path, whole[..length]);
        await RefusedAsync(path, whole[..^1]);
        await RefusedAsync(path, [.. whole, (byte)'\n']);
    }

    [Fact]
    public async Task An_edited_intent_is_refused()
    {
        await _log.DeclareAsync(IntentOf(0, 10), default);
        string path = IntentFiles()[0];
        string whole = await File.ReadAllTextAsync(path);
        whole.ShouldContain("\"end\":10");

        await RefusedAsync(path, Encoding.UTF8.GetBytes(whole.Replace("\"end\":10", "\"end\":11", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_intent_of_a_version_that_this_program_does_not_know_is_refused()
    {
        await _log.DeclareAsync(IntentOf(0, 10) with { Version = Intent.CurrentVersion + 1 }, default);

        string sentence = (await Should.ThrowAsync<IntentException>(() => OpenAsync(committed: null))).Message;

        sentence.ShouldContain($"version {Intent.CurrentVersion + 1}");
    }

    [Fact]
    public async Task An_intent_of_too_many_files_is_refused_before_it_is_declared()
    {
        string sentence = (await Should.ThrowAsync<IntentException>(() => _log.DeclareAsync(IntentOf(0, 10, files: 1000), default))).Message;

        sentence.ShouldContain("1000 files");
        (await OpenAsync(committed: null)).ShouldBe((0, null));
    }

    private Task<(long Start, Intent? Unfinished)> OpenAsync(long? committed, long earliest = 0) =>
        _log.OpenAsync(Topic, Partition, committed, earliest, default);

    private async Task RefusedAsync(string path, byte[] bytes)
    {
        await File.WriteAllBytesAsync(path, bytes);
        string sentence = (await Should.ThrowAsync<IntentException>(() => OpenAsync(committed: null))).Message;
        sentence.ShouldContain(path);
        sentence.ShouldContain("torn or was edited");
    }

    private async Task DoAsync(Intent intent)
    {
        await _log.DeclareAsync(intent, default);
        foreach (IntentFile file in intent.Files) await PublishAsync(file);
    }

    private async Task<bool> PublishAsync(IntentFile file)
    {
        string scratch = _folder[$"{Guid.NewGuid():N}.scratch"];
        await File.WriteAllTextAsync(scratch, ContentOf(file.Path));
        return await _log.PublishAsync(file, scratch, default);
    }

    private string[] IntentFiles() => Directory.GetFiles(_folder[$"lake/{IntentLog.Root}"], "*.json", SearchOption.AllDirectories);

    private static string ContentOf(string path) => $"rows of {path}";

    private static Intent IntentOf(long start, long end, int files = 1) => new()
    {
        SinkId = "lake",
        Topic = Topic,
        Partition = Partition,
        Start = start,
        End = end,
        FirstLedger = 2,
        LastLedger = 3,
        Messages = 1,
        Spec = new FileSpec(PartitionScheme.Date, "zstd:3", "tests/1.0"),
        Files = [.. Enumerable.Range(0, files).Select(i => $"standalone/ledgers/ledgers-{start}-{i}.parquet")
            .Select(path => new IntentFile(path, 5, ContentOf(path).Length, new string('0', 64)))],
    };
}
