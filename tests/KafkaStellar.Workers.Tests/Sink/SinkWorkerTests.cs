using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.Tests.Sink;

/// <summary>What a sink does with what it reads, and in which order.</summary>
public sealed class SinkWorkerTests : IDisposable
{
    // Ledger n at offset 2n - 4.
    private static readonly IReadOnlyList<TopicMessage> s_messages = SinkMessages.Of(last: 7);

    private readonly FakedSink _sink = new();

    public void Dispose() => _sink.Dispose();

    [Fact]
    public async Task It_declares_then_publishes_then_commits()
    {
        _sink.Topics.Messages.AddRange(s_messages);

        (await _sink.RunAsync(options => options.RowsPerFile = 3)).ShouldBe(0);

        _sink.Events.ShouldBe(["declare", "publish", "commit 5", "declare", "publish", "commit 11", "declare", "commit 12"]);
        _sink.Ledgers().ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
    }

    [Fact]
    public async Task Other_columns_end_the_file_before_them()
    {
        _sink.Topics.Messages.AddRange(s_messages.Take(2));
        _sink.Topics.Messages.AddRange(s_messages.Skip(2).Select(message => With(message, headers => headers with { SchemaVersion = "1.7.0" })));

        (await _sink.RunAsync()).ShouldBe(0);

        (await _sink.IntentsAsync()).Where(intent => intent.Files.Count > 0).Select(intent => (intent.FirstLedger, intent.LastLedger)).ShouldBe([(2u, 3u), (4u, 7u)]);
    }

    [Fact]
    public async Task Lost_partitions_take_their_open_file_with_them_and_their_rows_are_read_again()
    {
        _sink.Topics.Messages.AddRange(s_messages);
        _sink.Topics.BeforeRead = read =>
        {
            if (read != 4) return;
            WaitingFiles().ShouldNotBeEmpty();
            _sink.Topics.Lose();
            WaitingFiles().ShouldBeEmpty();
        };

        (await _sink.RunAsync()).ShouldBe(0);

        _sink.Events.Take(2).ShouldBe(["declare", "publish"]);
        _sink.Ledgers().ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
    }

    [Fact]
    public async Task Rows_wait_for_their_file_no_longer_than_they_may()
    {
        _sink.Topics.Messages.AddRange(s_messages);
        _sink.Topics.BeforeRead = read =>
        {
            if (read == 3) _sink.Clock.Move(TimeSpan.FromMinutes(6));
        };

        (await _sink.RunAsync()).ShouldBe(0);

        (await _sink.IntentsAsync()).Where(intent => intent.Files.Count > 0).Select(intent => (intent.FirstLedger, intent.LastLedger)).ShouldBe([(2u, 4u), (5u, 7u)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_foreign_record_is_set_aside_on_the_record(bool hasValue)
    {
        _sink.Topics.Messages.AddRange(s_messages);
        _sink.Topics.Messages.Insert(2, hasValue ? Foreign(3) : With(Foreign(3), value: null));

        (await _sink.RunAsync()).ShouldBe(0);

        Intent intent = (await _sink.IntentsAsync())[0];
        intent.SetAside.ShouldBe([new SetAsideMessage(3, SetAsideKind.Foreign, hasValue ? "it has no headers of ours." : "it has no value.")]);
        (intent.Messages + intent.GapOffsets).ShouldBe(intent.End - intent.Start);
        _sink.Ledgers().ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
    }

    [Fact]
    public async Task More_foreign_records_than_an_intent_has_room_for_are_all_on_the_record()
    {
        _sink.Topics.Messages.Add(s_messages[0]);
        _sink.Topics.Messages.AddRange(Enumerable.Range(1, 600).Select(offset => Foreign(offset)));

        (await _sink.RunAsync()).ShouldBe(0);

        IReadOnlyList<Intent> intents = await _sink.IntentsAsync();
        intents.SelectMany(intent => intent.SetAside).Select(aside => aside.Offset).ShouldBe(Enumerable.Range(1, 600).Select(offset => (long)offset));
        intents.Max(intent => intent.SetAside.Count).ShouldBe(Intent.MaxSetAside);
        _sink.Topics.Committed[SinkMessages.Partition].ShouldBe(602);
    }

    [Fact]
    public async Task What_stands_before_garbage_is_in_the_lake_and_the_refusal_says_how_to_leave_it_out()
    {
        _sink.Topics.Messages.AddRange([s_messages[0], s_messages[1], Damaged(s_messages[2]), .. s_messages.Skip(3)]);

        (await _sink.RunAsync(options => options.MaxAge = TimeSpan.Zero)).ShouldBe(ExitCodes.InputRefused);

        _sink.Ledgers().ShouldBe([2u, 3u]);
        _sink.Topics.Committed[SinkMessages.Partition].ShouldBe(3);
        _sink.Death.ShouldNotBeNull().ShouldContain($"CRC-32C");
        _sink.Death.ShouldContain($"--skip {SinkMessages.Partition}@4");
    }

    [Fact]
    public async Task Garbage_that_is_declared_to_be_left_out_is_on_the_record_and_what_follows_is_in_the_lake()
    {
        _sink.Topics.Messages.AddRange([s_messages[0], s_messages[1], Damaged(s_messages[2]), .. s_messages.Skip(3)]);
        await _sink.RunAsync();

        (await _sink.RunAsync(options => options.Skip = $"{SinkMessages.Partition}@4")).ShouldBe(0);
        (await _sink.RunAsync()).ShouldBe(0); // it is behind

        _sink.Ledgers().ShouldBe([2u, 3u, 5u, 6u, 7u]);
        SetAsideMessage aside = (await _sink.IntentsAsync()).SelectMany(intent => intent.SetAside).ShouldHaveSingleItem();
        (aside.Offset, aside.Kind).ShouldBe((4, SetAsideKind.Skipped));
    }

    [Fact]
    public async Task A_sound_message_is_not_left_out_whatever_is_declared()
    {
        _sink.Topics.Messages.AddRange(s_messages);

        (await _sink.RunAsync(options => options.Skip = $"{SinkMessages.Partition}@4")).ShouldBe(0);

        _sink.Ledgers().ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
    }

    [Fact]
    public async Task Garbage_in_the_middle_of_a_ledger_leaves_the_whole_ledgers_before_it_in_the_lake_and_nothing_of_that_one()
    {
        TopicMessage first = Part(s_messages[2], 4, 1), second = Part(s_messages[2], 5, 2);
        _sink.Topics.Messages.AddRange([s_messages[0], s_messages[1], first, Damaged(second), .. s_messages.Skip(3)]);

        (await _sink.RunAsync()).ShouldBe(ExitCodes.InputRefused);

        _sink.Ledgers().ShouldBe([2u, 3u]);
        _sink.Death.ShouldNotBeNull().ShouldContain($"--skip {SinkMessages.Partition}@5");

        (await _sink.RunAsync(options => options.Skip = $"{SinkMessages.Partition}@5")).ShouldBe(ExitCodes.InputRefused);
        _sink.Death.ShouldNotBeNull().ShouldContain($"--skip {SinkMessages.Partition}@4");
        _sink.Death.ShouldContain("the ledger is not whole");

        (await _sink.RunAsync(options => options.Skip = $"{SinkMessages.Partition}@5, {SinkMessages.Partition}@4")).ShouldBe(0);
        _sink.Ledgers().ShouldBe([2u, 3u, 5u, 6u, 7u]);
    }

    [Fact]
    public async Task A_file_that_was_declared_with_a_message_left_out_is_made_again_without_being_told_so()
    {
        _sink.Topics.Messages.AddRange([s_messages[0], Damaged(s_messages[1]), .. s_messages.Skip(2)]);
        await _sink.RunAsync(options => (options.Skip, options.MaxAge) = ($"{SinkMessages.Partition}@2", TimeSpan.Zero));
        string[] files = Directory.GetFiles(_sink.Lake, "*.parquet", SearchOption.AllDirectories);
        byte[] before = await File.ReadAllBytesAsync(files.ShouldHaveSingleItem());
        File.Delete(files[0]);
        _sink.Topics.Committed[SinkMessages.Partition] = 0;

        (await _sink.RunAsync()).ShouldBe(0);

        (await File.ReadAllBytesAsync(files[0])).ShouldBe(before);
    }

    [Theory]
    [InlineData(20)]     // all in one file
    [InlineData(3)]      // in the record of the lake
    public async Task A_ledger_that_comes_twice_is_in_the_lake_once_and_its_second_message_on_the_record(int rowsPerFile)
    {
        _sink.Topics.Messages.AddRange([.. s_messages, At(s_messages[1], 20)]);

        (await _sink.RunAsync(options => options.RowsPerFile = rowsPerFile)).ShouldBe(0);

        _sink.Ledgers().ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
        SetAsideMessage aside = (await _sink.IntentsAsync()).SelectMany(intent => intent.SetAside).ShouldHaveSingleItem();
        aside.ShouldBe(new SetAsideMessage(20, SetAsideKind.Duplicate, "ledger 3 is in the lake already."));
        LakeAuditResult audit = await new LakeAudit(_sink.Lake).RunAsync(default);
        audit.SetAside.ShouldBe([$"{SinkMessages.Partition}@20 (Duplicate, sink lake): ledger 3 is in the lake already."]);
        audit.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Garbage_is_no_second_message_of_a_ledger_whatever_its_headers_say()
    {
        _sink.Topics.Messages.AddRange([.. s_messages, Damaged(At(s_messages[1], 20))]);

        (await _sink.RunAsync()).ShouldBe(ExitCodes.InputRefused);

        _sink.Death.ShouldNotBeNull().ShouldContain($"--skip {SinkMessages.Partition}@20");
    }

    [Fact]
    public async Task A_ledger_that_comes_late_is_in_the_lake_and_its_intent_says_which_it_holds()
    {
        _sink.Topics.Messages.AddRange([.. s_messages.Where(message => message != s_messages[1]), At(s_messages[1], 20)]);

        (await _sink.RunAsync(options => options.RowsPerFile = 3)).ShouldBe(0);

        _sink.Ledgers().ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
        (await _sink.IntentsAsync())[1].Ledgers.ShouldBe([new(3, 3), new(6, 7)]);
        (await new LakeAudit(_sink.Lake).RunAsync(default)).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_whose_rows_are_of_other_ledgers_than_its_header_says_is_refused()
    {
        _sink.Topics.Messages.AddRange([s_messages[0], With(s_messages[1], headers => headers with { Ledgers = LedgerSpan.Of(9) })]);

        (await _sink.RunAsync()).ShouldBe(ExitCodes.InputRefused);

        _sink.Death.ShouldNotBeNull().ShouldContain("it has rows of ledger 3, but its header says 9-9");
    }

    [Fact]
    public async Task Another_id_on_the_same_lake_is_refused_with_the_name_of_the_first()
    {
        _sink.Topics.Messages.AddRange(s_messages);
        await _sink.RunAsync();
        _sink.Topics.Committed.Clear();

        (await _sink.RunAsync(options => options.Id = "second")).ShouldBe(ExitCodes.Failed);

        _sink.Death.ShouldNotBeNull().ShouldContain("by the sink lake");
        _sink.Ledgers().ShouldBe([2u, 3u, 4u, 5u, 6u, 7u]);
    }

    private string[] WaitingFiles() => Directory.GetFiles(_sink.Scratch, "*.arrows", SearchOption.AllDirectories);

    private static TopicMessage Foreign(long offset) => new(SinkMessages.Partition.At(offset), null, default, [new("content-type", "text/plain"u8.ToArray())], "hello"u8.ToArray());

    private static TopicMessage Damaged(TopicMessage message)
    {
        byte[] value = message.Value.ToArray();
        value[^20] ^= 1;
        return With(message, value);
    }

    private static TopicMessage At(TopicMessage message, long offset) => new(SinkMessages.Partition.At(offset), message.Key, message.Timestamp, message.Headers, message.Value.ToArray());

    private static TopicMessage Part(TopicMessage message, long offset, int index) => At(With(message, headers => headers with { Part = new MessagePart(index, 2) }), offset);

    private static TopicMessage With(TopicMessage message, byte[]? value) => new(message.Position, message.Key, message.Timestamp, message.Headers, value);

    private static TopicMessage With(TopicMessage message, Func<MessageHeaders, MessageHeaders> change) => new(message.Position, message.Key, message.Timestamp,
        [.. change(message.Identity()).Encode().Select(header => KeyValuePair.Create<string, byte[]?>(header.Key, header.Value))], message.Value.ToArray());
}
