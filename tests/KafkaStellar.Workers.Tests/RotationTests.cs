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

    private static readonly TopicIncarnation s_topic = new(SinkMessages.Partition.Topic, new string('0', 32));

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
    public async Task A_second_worker_that_decides_differently_publishes_nothing_and_learns_what_holds()
    {
        using PartitionRows slow = await OpenAsync(Lake("lake"));
        foreach (TopicMessage message in _messages.Take(3)) Append(slow, message, s_spec.Scheme);
        await WorkAsync(Lake("lake"), _messages.Take(2));
        Dictionary<string, string> before = Published("lake");

        (Intent holds, bool isOurs) = await TryRotateAsync(Lake("lake"), slow, s_spec);

        isOurs.ShouldBeFalse();
        (holds.Start, holds.End).ShouldBe((0, 3));
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
    public async Task Offsets_without_messages_are_counted_and_listed_in_the_intent()
    {
        Intent done = (await WorkAsync(Lake("lake"), _messages))!;

        (done.Messages + done.GapOffsets).ShouldBe(done.End - done.Start);
        done.Gaps.ShouldBe([new OffsetRange(1, 2), new OffsetRange(3, 4), new OffsetRange(5, 6)]);
    }

    [Fact]
    public async Task Ledgers_that_are_in_the_lake_from_a_former_topic_are_left_out()
    {
        using PartitionRows rows = await OpenAsync(Lake("lake"), former: new LedgerSet([new(1, 3), new(5, 5)]));
        foreach (TopicMessage message in _messages) Append(rows, message, s_spec.Scheme);

        Intent done = await RotateAsync(Lake("lake"), rows, s_spec);

        (done.Start, done.End, done.Messages, done.FirstLedger, done.LastLedger).ShouldBe((0, 7, 1, 4u, 4u));
        done.Files.ShouldHaveSingleItem().Rows.ShouldBe(1);
        done.GapOffsets.ShouldBe(6);
    }

    [Fact]
    public async Task Messages_that_vanished_after_they_were_declared_are_missed()
    {
        await Should.ThrowAsync<CrashException>(() => WorkAsync(new CrashingStore(Lake("crash"), 1, afterPut: true), _messages.Take(2)));
        using PartitionRows rows = await OpenAsync(Lake("crash"));
        Append(rows, _messages[0], s_spec.Scheme);

        Should.Throw<IntentException>(() => Append(rows, _messages[2], s_spec.Scheme)).Message.ShouldContain("has only 1 of them, and goes on at 4");
    }

    [Fact]
    public async Task Columns_spread_rows_over_folders_by_their_values()
    {
        Intent done = (await WorkAsync(Lake("lake"), _messages, s_spec with { Scheme = PartitionScheme.Parse("date+tx_count") }))!;

        done.Files.ShouldHaveSingleItem().Path.ShouldBe("standalone/ledgers/year=2025/month=06/day=15/tx_count=1/ledgers-00000-0000000002-0000000005.parquet");
        done.Files[0].Rows.ShouldBe(4);
        using PartitionRows rows = await OpenAsync(Lake("other"));
        foreach (TopicMessage message in _messages) Append(rows, message, PartitionScheme.Parse("ledger_range:2+base_fee"));
        (rows.Folders.Count, rows.Files, rows.Rows).ShouldBe((2, 2, 4));
    }

    [Fact]
    public async Task A_message_of_another_version_of_the_columns_ends_the_file_before_it()
    {
        using PartitionRows rows = await OpenAsync(Lake("lake"));
        TopicMessage newer = With(_messages[1], _messages[1].Identity() with { SchemaVersion = "1.7.0" });
        rows.IsOfOtherColumns(newer).ShouldBeFalse(); // nothing waits

        Append(rows, _messages[0], s_spec.Scheme);

        rows.IsOfOtherColumns(_messages[1]).ShouldBeFalse();
        rows.IsOfOtherColumns(newer).ShouldBeTrue();
        rows.SchemaVersion.ShouldBe(_messages[0].Identity().SchemaVersion);
    }

    [Fact]
    public async Task A_file_ends_where_its_rows_are_too_wide_for_the_writer_and_one_message_that_is_so_alone_is_written_alone()
    {
        using PartitionRows rows = await OpenAsync(Lake("lake"));
        var options = new SinkOptions { LedgersPerFile = 10_000_000, MaxAge = TimeSpan.Zero };
        var ends = new FileEnds(options, _messages[0].Value.Length + 1);

        Append(rows, _messages[0], s_spec.Scheme);
        ends.IsFull(rows).ShouldBeFalse();
        new FileEnds(options, 1).IsFull(rows).ShouldBeTrue();
        Append(rows, _messages[1], s_spec.Scheme);
        ends.IsFull(rows).ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_taken_once()
    {
        using PartitionRows rows = await OpenAsync(Lake("lake"));
        Append(rows, _messages[0], s_spec.Scheme);
        Append(rows, _messages[1], s_spec.Scheme);
        Append(rows, _messages[0], s_spec.Scheme);
        Append(rows, _messages[1], s_spec.Scheme);

        rows.Messages.ShouldBe(2);
        (await RotateAsync(Lake("lake"), rows, s_spec)).Files.Sum(file => file.Rows).ShouldBe(2);
    }

    [Fact]
    public async Task A_ledger_in_parts_ends_with_its_last_part()
    {
        using PartitionRows rows = await OpenAsync(Lake("lake"));
        Append(rows, WithPart(_messages[0], 1, 2), s_spec.Scheme);
        rows.EndsLedger.ShouldBeFalse();
        Append(rows, new(_messages[1].Position, null, default, WithPart(_messages[0], 2, 2).Headers, _messages[0].Value.ToArray()), s_spec.Scheme);
        rows.EndsLedger.ShouldBeTrue();
        (rows.Messages, rows.End).ShouldBe((2, 3));
    }

    [Fact]
    public async Task Ledgers_that_share_a_second_and_a_message_go_each_to_the_folder_of_its_number()
    {
        PartitionScheme scheme = PartitionScheme.Parse("ledger_range:2");
        using PartitionRows rows = await OpenAsync(Lake("lake"));

        Append(rows, SinkMessages.OfOneSecond(3), scheme); // ledgers 2, 3 and 4

        rows.Folders.ToDictionary(folder => folder.Key, folder => folder.Value.Rows).ShouldBe(new Dictionary<string, long>
        {
            [scheme.FolderOf(DateTimeOffset.UnixEpoch, 2)] = 2,
            [scheme.FolderOf(DateTimeOffset.UnixEpoch, 4)] = 1,
        });
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
            Append(rows, message, rows.Unfinished?.Spec?.Scheme ?? spec.Scheme);
        }

        return rows.Messages == 0 ? null : await RotateAsync(lake, rows, spec);
    }

    private async Task<PartitionRows> OpenAsync(IObjectStore lake, long? committed = null, LedgerSet? former = null)
    {
        (long start, Intent? unfinished) = await new IntentLog(lake, "lake")
            .OpenAsync(s_topic, SinkMessages.Partition.Partition, committed, earliest: 0);
        return new PartitionRows(SinkMessages.Contract, SinkMessages.Partition, new PartitionStart(s_topic, start, unfinished, former ?? LedgerSet.Empty, HeldLedgers.None), _folder.PathOf("scratch"), TimeProvider.System);
    }

    private async Task<Intent> RotateAsync(IObjectStore lake, PartitionRows rows, FileSpec spec)
    {
        (Intent done, bool isOurs) = await TryRotateAsync(lake, rows, spec);
        isOurs.ShouldBeTrue();
        return done;
    }

    private async Task<(Intent Holds, bool IsOurs)> TryRotateAsync(IObjectStore lake, PartitionRows rows, FileSpec spec)
    {
        using var parquet = new ParquetFiles(_folder.PathOf("scratch"));
        var rotation = new Rotation(new IntentLog(lake, "lake"), parquet, Simulated.Network, "lake", spec, _folder.PathOf("scratch"));
        (Intent holds, bool isOurs, _) = await rotation.RunAsync(rows, default);
        rows.Dispose();
        return (holds, isOurs);
    }

    private Task<IReadOnlyList<Intent>> IntentsAsync(string lake) =>
        new IntentLog(Lake(lake), "lake").ReadAsync(s_topic, SinkMessages.Partition.Partition, default);

    // Path within the lake → SHA-256.
    private Dictionary<string, string> Published(string lake) =>
        Directory.GetFiles(_folder.PathOf(lake), "*.parquet", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(_folder.PathOf(lake), path),
            path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));

    private static void Append(PartitionRows rows, TopicMessage message, PartitionScheme scheme) => rows.Append(message, Simulated.Network.Name, scheme);

    private static TopicMessage WithPart(TopicMessage message, int index, int count)
    {
        return With(message, message.Identity() with { Part = new MessagePart(index, count) });
    }

    private static TopicMessage With(TopicMessage message, MessageHeaders headers)
    {
        return new(message.Position, message.Key, message.Timestamp,
            [.. headers.Encode().Select(header => KeyValuePair.Create<string, byte[]?>(header.Key, header.Value))], message.Value.ToArray());
    }
}
