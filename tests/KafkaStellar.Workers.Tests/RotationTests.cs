using System.Security.Cryptography;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests;

/// <summary>From messages to durable files, with a worker that dies on the way and one that comes after it.</summary>
public sealed class RotationTests : IDisposable
{
    private static readonly FileSpec s_spec = new(PartitionScheme.Hour, "zstd:3", CodeVersion.Text);

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<TopicMessage> _messages = SinkMessages.Of(last: 5);

    public RotationTests() => Directory.CreateDirectory(_folder.PathOf("scratch"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Messages_become_a_file_an_hour_and_the_intent_ends_after_the_last()
    {
        Intent done = (await WorkAsync(Lake("quiet"), _messages))!;

        (done.Start, done.End, done.Messages, done.FirstLedger, done.LastLedger).ShouldBe((0, 7, 4, 2u, 5u));
        done.Files.Select(file => file.Path).ShouldBe(Enumerable.Range(2, 4).Select(ledger =>
            $"standalone/ledgers/year=2025/month=06/day=15/hour={13 + ledger}/ledgers-00000-{ledger:D10}-{ledger:D10}.parquet"));
        done.Files.ShouldAllBe(file => file.Rows == 1);
        Published("quiet").ShouldBe(done.Files.ToDictionary(file => file.Path, file => file.Sha256), ignoreOrder: true);
        Directory.GetFiles(_folder.PathOf("scratch")).ShouldBeEmpty();
    }

    public static TheoryData<int, bool> Crashes()
    {
        var points = new TheoryData<int, bool>();
        for (int put = 1; put <= 5; put++)
        {
            points.Add(put, false);
            points.Add(put, true);
        }

        return points;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task A_worker_that_dies_at_any_put_is_followed_by_one_that_makes_the_same_files(int put, bool afterPut)
    {
        await WorkAsync(Lake("quiet"), _messages);
        await Should.ThrowAsync<CrashException>(() => WorkAsync(new CrashingStore(Lake("crash"), put, afterPut), _messages));

        await WorkAsync(Lake("crash"), _messages);

        Published("crash").ShouldBe(Published("quiet"), ignoreOrder: true);
        (await IntentsAsync("crash")).ShouldHaveSingleItem().DecidesAs((await IntentsAsync("quiet"))[0]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_successor_with_other_settings_finishes_as_the_intent_says()
    {
        await WorkAsync(Lake("quiet"), _messages);
        await Should.ThrowAsync<CrashException>(() => WorkAsync(new CrashingStore(Lake("crash"), 3, afterPut: true), _messages));

        await WorkAsync(Lake("crash"), _messages, new FileSpec(PartitionScheme.None, "snappy", CodeVersion.Text));

        Published("crash").ShouldBe(Published("quiet"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_successor_does_no_more_than_the_intent_says_even_where_more_is_there_to_read()
    {
        await Should.ThrowAsync<CrashException>(() => WorkAsync(new CrashingStore(Lake("crash"), 1, afterPut: true), _messages.Take(2)));

        (await WorkAsync(Lake("crash"), _messages)).ShouldNotBeNull().End.ShouldBe(3);
        (await WorkAsync(Lake("crash"), _messages)).ShouldNotBeNull().End.ShouldBe(7);
        (await WorkAsync(Lake("crash"), _messages)).ShouldBeNull();

        (await IntentsAsync("crash")).Select(intent => (intent.Start, intent.End)).ShouldBe([(0, 3), (3, 7)]);
        Published("crash").Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_second_worker_that_decides_differently_publishes_nothing_and_says_where()
    {
        using PartitionRows slow = await OpenAsync(Lake("lake"));
        foreach (TopicMessage message in _messages.Take(3)) Append(slow, message, s_spec.Scheme);
        await WorkAsync(Lake("lake"), _messages.Take(2));
        Dictionary<string, string> before = Published("lake");

        string sentence = (await Should.ThrowAsync<IntentException>(() => RotateAsync(Lake("lake"), slow, s_spec))).Message;

        sentence.ShouldContain($"{SinkMessages.Partition}: offsets 0 to 2 are declared");
        sentence.ShouldContain("from offsets 0 to 4");
        Published("lake").ShouldBe(before, ignoreOrder: true);
        Directory.GetFiles(_folder.PathOf("scratch"), "*.parquet").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_worker_that_decides_the_same_is_content()
    {
        using PartitionRows slow = await OpenAsync(Lake("lake"));
        foreach (TopicMessage message in _messages) Append(slow, message, s_spec.Scheme);
        Intent first = (await WorkAsync(Lake("lake"), _messages))!;

        (await RotateAsync(Lake("lake"), slow, s_spec)).DecidesAs(first).ShouldBeTrue();
    }

    [Fact]
    public async Task After_an_operators_reset_into_a_file_that_is_gone_the_file_is_made_again_whole()
    {
        await WorkAsync(Lake("lake"), _messages);
        Dictionary<string, string> before = Published("lake");
        File.Delete(_folder.PathOf("lake", before.Keys.Order(StringComparer.Ordinal).Last()));

        await WorkAsync(Lake("lake"), _messages, committed: 4);

        Published("lake").ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task A_ledger_in_parts_ends_with_its_last_part()
    {
        using PartitionRows rows = await OpenAsync(Lake("lake"));
        Append(rows, WithPart(_messages[0], 1, 2), s_spec.Scheme);
        rows.EndsLedger.ShouldBeFalse();
        Append(rows, WithPart(_messages[1], 2, 2), s_spec.Scheme);
        rows.EndsLedger.ShouldBeTrue();
        (rows.Messages, rows.End).ShouldBe((2, 3));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_refused_with_its_position_and_nothing_of_it_is_kept()
    {
        using PartitionRows rows = await OpenAsync(Lake("lake"));
        TopicMessage good = _messages[0];
        byte[] damaged = good.Value.ToArray();
        damaged[^20] ^= 1;

        string sentence = Should.Throw<BadMessageException>(() => Append(rows, new(good.Position, good.Key, good.Timestamp, good.Headers, damaged), s_spec.Scheme)).Message;

        sentence.ShouldContain($"{good.Position}");
        sentence.ShouldContain("CRC-32C");
        (rows.Messages, rows.Folders.Count).ShouldBe((0, 0));
    }

    private FolderStore Lake(string name) => new(_folder.PathOf(name));

    // What a sink does from its start: open, read what is there, stop at the end of an intent that is to be finished, rotate if there is anything.
    private async Task<Intent?> WorkAsync(IObjectStore lake, IEnumerable<TopicMessage> messages, FileSpec? spec = null, long? committed = null)
    {
        using PartitionRows rows = await OpenAsync(lake, committed);
        spec ??= s_spec;
        foreach (TopicMessage message in messages.Where(message => message.Position.Offset >= rows.Start))
        {
            if (rows.Unfinished is { } unfinished && rows.End >= unfinished.End) break;
            Append(rows, message, rows.Unfinished?.Spec.Scheme ?? spec.Scheme);
        }

        return rows.Messages == 0 ? null : await RotateAsync(lake, rows, spec);
    }

    private async Task<PartitionRows> OpenAsync(IObjectStore lake, long? committed = null)
    {
        (long start, Intent? unfinished) = await new IntentLog(lake, "lake")
            .OpenAsync(SinkMessages.Partition.Topic, SinkMessages.Partition.Partition, committed, earliest: 0, default);
        return new PartitionRows(SinkMessages.Contract, SinkMessages.Partition, start, unfinished, _folder.PathOf("scratch"));
    }

    private async Task<Intent> RotateAsync(IObjectStore lake, PartitionRows rows, FileSpec spec)
    {
        using var parquet = new ParquetFiles();
        var rotation = new Rotation(new IntentLog(lake, "lake"), parquet, Simulated.Network, "lake", spec, _folder.PathOf("scratch"));
        Intent done = await rotation.RunAsync(rows, default);
        rows.Dispose();
        return done;
    }

    private Task<IReadOnlyList<Intent>> IntentsAsync(string lake) =>
        new IntentLog(Lake(lake), "lake").ReadAsync(SinkMessages.Partition.Topic, SinkMessages.Partition.Partition, default);

    // Path within the lake → SHA-256.
    private Dictionary<string, string> Published(string lake) =>
        Directory.GetFiles(_folder.PathOf(lake), "*.parquet", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(_folder.PathOf(lake), path),
            path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));

    private static void Append(PartitionRows rows, TopicMessage message, PartitionScheme scheme) => rows.Append(message, Simulated.Network.Name, scheme);

    private static TopicMessage WithPart(TopicMessage message, int index, int count)
    {
        MessageHeaders headers = message.Identity() with { Part = new MessagePart(index, count) };
        return new(message.Position, message.Key, message.Timestamp,
            [.. headers.Encode().Select(header => KeyValuePair.Create<string, byte[]?>(header.Key, header.Value))], message.Value.ToArray());
    }
}
