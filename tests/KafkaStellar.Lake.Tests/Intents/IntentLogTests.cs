using System.Text;
using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests.Intents;

public sealed class IntentLogTests : IDisposable
{
    private static readonly TopicIncarnation s_anew = ModelKafka.Incarnation with { Id = new string('f', 32) };

    private readonly TemporaryFolder _scratch = new();
    private readonly MemoryStore _store = new();
    private readonly IntentLog _log;

    public IntentLogTests() => _log = new IntentLog(_store, ModelSink.SinkId);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task An_untouched_partition_starts_where_its_topic_does()
    {
        (await OpenAsync(null)).ShouldBe((0, null));
        (await OpenAsync(0)).ShouldBe((0, null));
    }

    [Fact]
    public async Task An_untouched_partition_whose_first_offsets_are_gone_has_a_gap_before_it_that_is_refused_or_declared()
    {
        (await Should.ThrowAsync<IntentException>(() => OpenAsync(null, earliest: 17))).Message.ShouldContain("offsets 0 to 16 are gone before they became files");
        (await Should.ThrowAsync<IntentException>(() => OpenAsync(5, earliest: 17))).Message.ShouldContain("--on-gap continue");

        (await _log.OpenAsync(ModelKafka.Incarnation, 0, null, 17, GapPolicy.Continue)).ShouldBe((17, null));

        Intent gap = (await _log.ReadAsync(ModelKafka.Incarnation, 0, default)).ShouldHaveSingleItem();
        (gap.Kind, gap.Start, gap.End, gap.Reason).ShouldBe((IntentKind.Gap, 0, 17, IntentLog.LostToRetention));
    }

    [Fact]
    public async Task A_second_sink_of_a_topic_is_refused_by_the_name_of_the_first_and_the_first_goes_on()
    {
        await PublishedAsync(0, 10);

        string sentence = (await Should.ThrowAsync<IntentException>(() => new IntentLog(_store, "other").OwnAsync(ModelKafka.Topic, default))).Message;

        sentence.ShouldContain($"{ModelKafka.Topic} is in the lake memory already, by the sink {ModelSink.SinkId}");
        await _log.OwnAsync(ModelKafka.Topic, default);
        await new IntentLog(_store, "other").OwnAsync("stellar.pubnet.others.v1", default);
    }

    [Fact]
    public async Task Of_two_sinks_that_begin_a_topic_at_the_same_time_one_is_the_first()
    {
        await _log.OwnAsync(ModelKafka.Topic, default);
        await _log.OwnAsync(ModelKafka.Topic, default);

        (await Should.ThrowAsync<IntentException>(() => new IntentLog(_store, "other").OwnAsync(ModelKafka.Topic, default))).Message.ShouldContain($"by the sink {ModelSink.SinkId}");
    }

    [Fact]
    public async Task Ledgers_are_told_from_those_of_an_intent_of_version_2_and_from_those_that_a_newer_one_lists()
    {
        Intent older = ModelSink.Make(_scratch, 0, 10).Intent with { Version = Intent.OldestVersion, Ledgers = [] };
        await _log.DeclareAsync(older, default);
        (await _log.GreatestAsync(ModelKafka.Incarnation, 0, 10, default)).ShouldBe(1009u);
        Intent late = ModelSink.Make(_scratch, 10, 12).Intent with { Ledgers = [new(3, 3), new(1011, 1011)], Greatest = 1011 };
        await _log.DeclareAsync(late, default);

        (await _log.GreatestAsync(ModelKafka.Incarnation, 0, 12, default)).ShouldBe(1011u);
        (await _log.LedgersAsync(ModelKafka.Incarnation, 0, 12, default)).Ranges.ShouldBe([new(3, 3), new(1000, 1009), new(1011, 1011)]);
        (await _log.LedgersAsync(ModelKafka.Incarnation, 0, 10, default)).Contains(3).ShouldBeFalse();
    }

    [Fact]
    public async Task An_intent_as_version_2_wrote_it_is_read()
    {
        string line = $$"""{"version":2,"sink_id":"lake","kind":"Data","reason":null,"topic":"{{ModelKafka.Topic}}","topic_id":"{{ModelKafka.Incarnation.Id}}","partition":0,"start":0,"end":3,"first_ledger":1000,"last_ledger":1002,"messages":2,"gap_offsets":1,"gaps":[{"start":1,"end":2}],"spec":{"scheme":"date","codec":"zstd:3","writer":"test 1"},"files":[]}""";
        string checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        _store.Replace($"_sink/lake/log/{ModelKafka.Topic}/{ModelKafka.Incarnation.Id}/00000/9223372036854775807.json", Encoding.UTF8.GetBytes($"{line}\n{checksum}\n"));

        Intent intent = (await _log.ReadAsync(ModelKafka.Incarnation, 0, default)).ShouldHaveSingleItem();

        (intent.Messages, intent.GapOffsets, intent.SetAside.Count).ShouldBe((2, 1, 0));
        intent.Held.ShouldBe([new LedgerRange(1000, 1002)]);
        (await OpenAsync(0)).ShouldBe((3, null));
    }

    [Fact]
    public async Task A_partition_that_has_had_intents_is_known_for_it_beside_them()
    {
        await PublishedAsync(0, 10);

        (await _log.ClaimsAsync(default)).ShouldBe([(ModelKafka.Incarnation, 0)]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(3L)]
    [InlineData(10L)]
    [InlineData(14L)]
    [InlineData(30L)]
    public async Task Wherever_an_operator_sets_the_offset_what_is_published_is_passed_over(long? committed)
    {
        await PublishedAsync(0, 10);
        await PublishedAsync(10, 20);
        await PublishedAsync(20, 30);

        (await OpenAsync(committed)).ShouldBe((30, null));
    }

    [Theory]
    [InlineData(10L)]
    [InlineData(14L)]
    [InlineData(0L)]
    public async Task A_missing_file_is_made_again_from_the_start_of_its_intent(long committed)
    {
        await PublishedAsync(0, 10);
        Intent middle = await PublishedAsync(10, 20);
        await PublishedAsync(20, 30);
        _store.Remove(middle.Files[1].Path);

        (long start, Intent? unfinished) = await OpenAsync(committed);

        start.ShouldBe(10);
        unfinished!.DecidesAs(middle).ShouldBeTrue();
        unfinished.Spec.ShouldBe(middle.Spec);
    }

    [Fact]
    public async Task Of_two_intents_at_one_offset_the_first_holds()
    {
        (Intent first, _) = ModelSink.Make(_scratch, 0, 10);
        (Intent second, _) = ModelSink.Make(_scratch, 0, 7);

        (await _log.DeclareAsync(first, default)).DecidesAs(first).ShouldBeTrue();
        (await _log.DeclareAsync(second, default)).DecidesAs(first).ShouldBeTrue();
        (await _log.DeclareAsync(first, default)).DecidesAs(first).ShouldBeTrue();
        _store.IntentKeys.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_decision_is_the_same_bytes_under_the_same_key()
    {
        (Intent intent, _) = ModelSink.Make(_scratch, 5, 10);
        var other = new MemoryStore();

        await _log.DeclareAsync(intent, default);
        await new IntentLog(other, ModelSink.SinkId).DeclareAsync(ModelSink.Make(_scratch, 5, 10).Intent, default);

        string key = _store.IntentKeys.ShouldHaveSingleItem();
        key.ShouldBe("_sink/lake/log/stellar.pubnet.samples.v1/00112233445566778899aabbccddeeff/00000/9223372036854775802.json");
        other.TextOf(key).ShouldBe(_store.TextOf(key));
    }

    [Fact]
    public async Task An_intent_whose_answer_was_lost_is_recognised()
    {
        var log = new IntentLog(new FaultyStore(_store, Once(Fault.AnswerLost)), ModelSink.SinkId);
        (Intent intent, _) = ModelSink.Make(_scratch, 0, 10);

        (await log.DeclareAsync(intent, default)).DecidesAs(intent).ShouldBeTrue();
    }

    [Fact]
    public async Task An_intent_that_is_there_though_putting_it_failed_is_put_again_so_that_it_is_durable()
    {
        var told = new List<string>();
        var log = new IntentLog(new NotingStore(new FaultyStore(_store, Once(Fault.AnswerLost)), told.Add), ModelSink.SinkId);

        await log.DeclareAsync(ModelSink.Make(_scratch, 0, 10).Intent, default);

        told.SkipLast(1).Last().ShouldBe($"{false}"); // the last is what says that the partition has had intents
    }

    [Fact]
    public async Task An_intent_that_was_not_written_is_the_callers_to_declare_again()
    {
        var log = new IntentLog(new FaultyStore(_store, Once(Fault.Busy)), ModelSink.SinkId);
        (Intent intent, _) = ModelSink.Make(_scratch, 0, 10);

        await Should.ThrowAsync<IOException>(() => log.DeclareAsync(intent, default));
        _store.Objects.ShouldBeEmpty();
        (await log.DeclareAsync(intent, default)).DecidesAs(intent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_whose_answer_was_lost_is_found_there()
    {
        var log = new IntentLog(new FaultyStore(_store, Once(Fault.AnswerLost)), ModelSink.SinkId);
        (Intent intent, IReadOnlyList<string> paths) = ModelSink.Make(_scratch, 0, 3);

        (await log.PublishAsync(intent.Files[0], paths[0], default)).ShouldBeFalse();
        _store.Objects.Keys.ShouldHaveSingleItem().ShouldBe(intent.Files[0].Path);
    }

    [Fact]
    public async Task Another_file_under_the_name_is_refused_and_stays()
    {
        (Intent intent, IReadOnlyList<string> paths) = ModelSink.Make(_scratch, 0, 3);
        _store.Replace(intent.Files[0].Path, "other"u8.ToArray());

        (await Should.ThrowAsync<IntentException>(() => _log.PublishAsync(intent.Files[0], paths[0], default))).Message.ShouldContain(intent.Files[0].Path);
        _store.TextOf(intent.Files[0].Path).ShouldBe("other");
    }

    [Fact]
    public async Task Every_cut_and_every_flipped_bit_of_an_intent_is_refused()
    {
        await PublishedAsync(0, 10);
        string key = _store.IntentKeys.Single();
        byte[] whole = _store.Objects[key];

        for (int length = 0; length < whole.Length; length++)
        {
            _store.Replace(key, whole[..length]);
            await Should.ThrowAsync<IntentException>(() => OpenAsync(0));
        }

        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] bent = [.. whole];
            bent[bit / 8] ^= (byte)(1 << (bit % 8));
            _store.Replace(key, bent);
            (await Should.ThrowAsync<IntentException>(() => OpenAsync(0))).Message.ShouldContain(key);
        }
    }

    [Fact]
    public async Task An_intent_of_elsewhere_or_one_that_leads_in_a_circle_is_refused()
    {
        (Intent intent, _) = ModelSink.Make(_scratch, 0, 10);
        await _log.DeclareAsync(intent, default);
        string key = _store.IntentKeys.Single();
        foreach (Intent wrong in (Intent[])[intent with { Partition = 1 }, intent with { Topic = "other" }, intent with { TopicId = new string('f', 32) }, intent with { SinkId = "other" }, intent with { Start = 1 }, intent with { End = 0 }])
        {
            var elsewhere = new MemoryStore();
            await new IntentLog(elsewhere, wrong.SinkId).DeclareAsync(wrong, default);
            _store.Replace(key, elsewhere.Objects[elsewhere.IntentKeys.Single()]);

            (await Should.ThrowAsync<IntentException>(() => OpenAsync(0))).Message.ShouldContain("does not belong here");
        }
    }

    [Fact]
    public async Task What_is_no_intent_among_the_intents_is_named()
    {
        await PublishedAsync(0, 10);
        await _store.PutIfAbsentAsync("_sink/lake/log/stellar.pubnet.samples.v1/00112233445566778899aabbccddeeff/00000/notes.txt", ObjectContent.Of("x"u8.ToArray()), default);
        await _store.PutIfAbsentAsync("_sink/lake/log/stellar.pubnet.samples.v1/00112233445566778899aabbccddeeff/00000/0 copy.json", ObjectContent.Of("x"u8.ToArray()), default);

        (await Should.ThrowAsync<IntentException>(() => OpenAsync(null))).Message.ShouldContain("0 copy.json");
    }

    [Fact]
    public async Task A_lake_that_knows_less_than_Kafka_is_refused()
    {
        (await Should.ThrowAsync<IntentException>(() => OpenAsync(12))).Message.ShouldContain("the lake has nothing of this partition");
        await PublishedAsync(0, 10);
        (await Should.ThrowAsync<IntentException>(() => OpenAsync(12))).Message.ShouldContain("knows of nothing past 10");
    }

    [Fact]
    public async Task Offsets_that_the_topic_lost_before_they_became_files_are_named()
    {
        await PublishedAsync(0, 10);
        (await Should.ThrowAsync<IntentException>(() => OpenAsync(10, earliest: 12))).Message.ShouldContain("offsets 10 to 11 are gone");
        (await OpenAsync(10, earliest: 10)).ShouldBe((10, null));
    }

    [Fact]
    public async Task Partitions_topics_and_sinks_have_chains_of_their_own()
    {
        await PublishedAsync(0, 10);

        (await _log.OpenAsync(ModelKafka.Incarnation, 1, null, 0)).ShouldBe((0, null));
        (await _log.OpenAsync(new("other", ModelKafka.Incarnation.Id), 0, null, 0)).ShouldBe((0, null));
        (await new IntentLog(_store, "other").OpenAsync(ModelKafka.Incarnation, 0, null, 0)).ShouldBe((0, null));
    }

    [Fact]
    public async Task A_file_of_another_length_or_with_other_bytes_is_refused_on_open_and_named()
    {
        Intent intent = await PublishedAsync(0, 3);
        byte[] whole = _store.Objects[intent.Files[0].Path];

        _store.Replace(intent.Files[0].Path, whole[..^1]);
        (await Should.ThrowAsync<IntentException>(() => OpenAsync(3))).Message.ShouldContain($"{intent.Files[0].Path}: the file has {whole.Length - 1} bytes; its intent says {whole.Length}");

        _store.Replace(intent.Files[0].Path, [.. whole[..^1], (byte)(whole[^1] ^ 1)]);
        (await Should.ThrowAsync<IntentException>(() => OpenAsync(3))).Message.ShouldContain($"its intent says {intent.Files[0].Sha256}");
    }

    [Fact]
    public async Task A_file_of_the_same_length_and_other_bytes_is_not_taken_for_the_one_to_publish()
    {
        (Intent intent, IReadOnlyList<string> paths) = ModelSink.Make(_scratch, 0, 3);
        _store.Replace(intent.Files[0].Path, new byte[intent.Files[0].Bytes]);

        (await Should.ThrowAsync<IntentException>(() => _log.PublishAsync(intent.Files[0], paths[0], default))).Message.ShouldContain("SHA-256");
    }

    [Fact]
    public async Task A_topic_that_is_made_anew_has_a_chain_of_its_own_whatever_the_group_has_committed()
    {
        await PublishedAsync(0, 10);

        (await _log.OpenAsync(s_anew, 0, 10, 0)).ShouldBe((0, null));
        (await _log.OpenAsync(s_anew, 0, null, 0)).ShouldBe((0, null));
        (await OpenAsync(10)).ShouldBe((10, null));
    }

    [Fact]
    public async Task The_ledgers_of_a_former_topic_are_known_and_those_that_never_were_published_are_not_among_them()
    {
        await PublishedAsync(0, 5);
        await PublishedAsync(5, 10);
        await _log.DeclareAsync(ModelSink.Make(_scratch, 10, 12).Intent, default);

        LedgerSet former = await _log.FormerLedgersAsync(s_anew, 0, default);

        former.Ranges.ShouldBe([new LedgerRange(1000, 1004), new LedgerRange(1005, 1009)]);
        (await _log.FormerLedgersAsync(ModelKafka.Incarnation, 0, default)).Ranges.ShouldBeEmpty();
        (await _log.FormerLedgersAsync(s_anew, 1, default)).Ranges.ShouldBeEmpty();
        (await _log.IncarnationsAsync(ModelKafka.Topic, default)).ShouldBe([ModelKafka.Incarnation]);
    }

    [Fact]
    public async Task A_former_topic_with_some_of_an_intents_files_is_refused()
    {
        Intent intent = await PublishedAsync(3, 8);
        intent.Files.Count.ShouldBe(2);
        _store.Remove(intent.Files[0].Path);

        (await Should.ThrowAsync<IntentException>(() => _log.FormerLedgersAsync(s_anew, 0, default))).Message.ShouldContain("of the 2 files of ledgers 1003 to 1007");
    }

    [Fact]
    public async Task A_lake_of_an_older_form_is_not_taken_for_an_empty_one()
    {
        await _store.PutIfAbsentAsync($"_sink/lake/log/{ModelKafka.Topic}/00000/9223372036854775807.json", ObjectContent.Of("x"u8.ToArray()), default);

        (await Should.ThrowAsync<IntentException>(() => _log.FormerLedgersAsync(ModelKafka.Incarnation, 0, default))).Message.ShouldContain("older program");
    }

    [Fact]
    public async Task Where_the_operator_says_so_lost_offsets_become_a_gap_and_the_chain_stays_whole()
    {
        await PublishedAsync(0, 10);

        (await _log.OpenAsync(ModelKafka.Incarnation, 0, 10, 12, GapPolicy.Continue)).ShouldBe((12, null));
        (await _log.OpenAsync(ModelKafka.Incarnation, 0, 10, 12, GapPolicy.Halt)).ShouldBe((12, null));

        IReadOnlyList<Intent> chain = await _log.ReadAsync(ModelKafka.Incarnation, 0, default);
        chain.Select(intent => (intent.Kind, intent.Start, intent.End, intent.Reason)).ShouldBe([(IntentKind.Data, 0, 10, null), (IntentKind.Gap, 10, 12, "retention")]);
    }

    [Fact]
    public async Task Declared_files_that_cannot_be_made_any_more_are_no_gap()
    {
        await _log.DeclareAsync(ModelSink.Make(_scratch, 0, 10).Intent, default);

        (await Should.ThrowAsync<IntentException>(() => _log.OpenAsync(ModelKafka.Incarnation, 0, null, 5, GapPolicy.Continue))).Message.ShouldContain("cannot be made from what is left");
    }

    [Fact]
    public async Task An_intent_of_too_many_files_is_refused_before_it_is_written()
    {
        (Intent intent, _) = ModelSink.Make(_scratch, 0, 3);
        Intent large = intent with { Files = [.. Enumerable.Range(0, 3000).Select(number => intent.Files[0] with { Path = $"{intent.Files[0].Path}{number}" })] };

        (await Should.ThrowAsync<IntentException>(() => _log.DeclareAsync(large, default))).Message.ShouldContain("Rotate earlier");
        _store.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_successor_makes_the_same_Parquet_bytes_from_messages_cut_otherwise()
    {
        var folder = new FolderStore(_scratch.PathOf("lake"));
        var log = new IntentLog(folder, ModelSink.SinkId);
        ParquetFile made = Write("first.parquet", SampleRows.Cut(5000, 5000));
        Intent intent = ModelSink.Make(_scratch, 0, 3).Intent with { Files = [new IntentFile("pubnet/samples/a.parquet", made.Rows, made.Length, made.Sha256)] };
        await log.DeclareAsync(intent, default);

        (long start, Intent? unfinished) = await new IntentLog(folder, ModelSink.SinkId).OpenAsync(ModelKafka.Incarnation, 0, null, 0);
        ParquetFile again = Write("second.parquet", SampleRows.Cut(5000, 77));

        start.ShouldBe(0);
        again.Sha256.ShouldBe(unfinished!.Files[0].Sha256);
        (await log.PublishAsync(unfinished.Files[0], again.Path, default)).ShouldBeTrue();
        (await log.PublishAsync(unfinished.Files[0], made.Path, default)).ShouldBeFalse();
        (await log.OpenAsync(ModelKafka.Incarnation, 0, null, 0)).ShouldBe((3, null));
    }

    private ParquetFile Write(string name, IEnumerable<RecordBatch> batches)
    {
        using var writer = new ParquetWriter(SampleRows.Schema);
        foreach (RecordBatch batch in batches) writer.Append(batch);
        return writer.Write(_scratch.PathOf(name), [new("kafkastellar.dataset", "samples")]);
    }

    private Task<(long Start, Intent? Unfinished)> OpenAsync(long? committed, long earliest = 0) => _log.OpenAsync(ModelKafka.Incarnation, 0, committed, earliest);

    private async Task<Intent> PublishedAsync(long start, long end)
    {
        (Intent intent, IReadOnlyList<string> paths) = ModelSink.Make(_scratch, start, end);
        Intent holds = await _log.DeclareAsync(intent, default);
        for (int i = 0; i < paths.Count; i++) await _log.PublishAsync(holds.Files[i], paths[i], default);
        return holds;
    }

    private static Func<Task<Fault>> Once(Fault fault)
    {
        int calls = 0;
        return () => Task.FromResult(calls++ == 0 ? fault : Fault.None);
    }
}
