using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Source;
using KafkaStellar.Xdr;

namespace KafkaStellar.IntegrationTests;

/// <summary>Damaged lakes, and messages that are not what their topic promises: refused by name, never papered over.</summary>
[Collection(BrokerCollection.Name)]
public sealed class BadInputTests(KafkaBrokerFixture broker)
{
    private const uint Bad = 20;

    [SkippableTheory]
    [InlineData("truncated")]
    [InlineData("missing")]
    [InlineData("of another chain")]
    public async Task A_source_stops_at_a_bad_object_names_it_and_goes_on_when_it_is_mended(string how)
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 30, 1), good = road.PathOf("good"), bad = ObjectOf(lake, Bad);
        File.Copy(bad, good);
        switch (how)
        {
            case "truncated":
                await File.WriteAllBytesAsync(bad, (await File.ReadAllBytesAsync(bad))[..^100]);
                break;
            case "missing":
                File.Delete(bad);
                break;
            default:
                File.Copy(ObjectOf(await road.SimulateAsync("other", 30, 1, seed: 2), Bad), bad, overwrite: true);
                break;
        }

        CommandResult result = await road.RunAsync("source", "--lake", lake, "--to", "31");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain(Path.GetFileName(bad));
        if (how != "truncated") result.Error.ShouldContain($"ledger {Bad}");
        road.Ledgers("raw_ledgers").ShouldAllBe(ledger => ledger < Bad);

        File.Copy(good, bad, overwrite: true);
        await road.SourceAsync(lake);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, 30).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_lake_of_another_network_is_refused_by_its_manifest()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Pubnet);
        string lake = await SimulateStandaloneAsync(road);

        CommandResult result = await road.RunAsync("source", "--lake", lake);

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain(Road.Standalone);
        road.Messages("raw_ledgers").ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_lake_of_another_network_without_a_manifest_is_refused_by_its_first_ledger()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Pubnet);
        string lake = await SimulateStandaloneAsync(road);
        File.Delete(Path.Combine(lake, LakeManifest.Key));

        CommandResult result = await road.RunAsync("source", "--lake", lake, "--ledgers-per-object", "1", "--objects-per-partition", "64000");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain("ledger 2");
        result.Error.ShouldContain(Path.GetFileName(ObjectOf(lake, 2)));
        road.Messages("raw_ledgers").ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_lake_that_does_not_join_the_topic_is_refused()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.SourceAsync(await road.SimulateAsync("first", 10, 1));

        CommandResult otherChain = await road.RunAsync("source", "--lake", await road.SimulateAsync("second", 20, 1, seed: 2));
        CommandResult gap = await road.RunAsync("source", "--lake", road.PathOf("second"), "--from", "15");

        otherChain.ExitCode.ShouldBe(3, otherChain.Error);
        otherChain.Error.ShouldContain("its last ledger, 11");
        gap.ExitCode.ShouldBe(3, gap.Error);
        gap.Error.ShouldContain("ledgers 12 to 14 would be missing");
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, 10).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_range_that_the_topic_has_is_done_already_and_one_before_its_beginning_is_refused()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 80, 1);
        await road.DoneAsync("source", "--lake", lake, "--from", "60", "--to", "70");

        CommandResult again = await road.DoneAsync("source", "--lake", lake, "--from", "60", "--to", "70");
        CommandResult before = await road.RunAsync("source", "--lake", lake, "--from", "59");
        CommandResult otherPartition = await road.RunAsync("source", "--lake", lake, "--from", "2", "--to", "65");

        again.Error.ShouldContain($"nothing to do: ledgers 60 to 70 are in {road.TopicOf("raw_ledgers")} already");
        before.ExitCode.ShouldBe(3, before.Error);
        before.Error.ShouldContain("ends with ledger 70 and does not have ledger 59");
        otherPartition.ExitCode.ShouldBe(3, otherPartition.Error);
        await road.SourceAsync(lake);
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(60, 22).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_lake_of_many_ledgers_an_object_that_begins_at_genesis_is_read_from_its_first_ledger()
    {
        string lake = SharedFolder.Require("cases", "lake-L64-first-key-0-63-holds-2-63");
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), "Test SDF Network ; September 2015");

        CommandResult fromOne = await road.RunAsync("source", "--lake", lake, "--from", "1");
        CommandResult beyond = await road.RunAsync("source", "--lake", lake, "--from", "200");
        await road.SourceAsync(lake);

        fromOne.ExitCode.ShouldBe(3, fromOne.Error);
        fromOne.Error.ShouldContain("The chain begins at ledger 2 for this lake");
        beyond.ExitCode.ShouldBe(3, beyond.Error);
        beyond.Error.ShouldContain("the lake holds ledgers 2 to 127");
        road.Ledgers("raw_ledgers").ShouldBe(Enumerable.Range(2, 126).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_message_of_raw_ledgers_that_cannot_be_read_is_a_dead_letter_and_extracting_goes_on()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 20, 2);
        byte[] junk = "this is no Arrow stream"u8.ToArray();
        List<OutgoingMessage> messages = await road.RawMessagesAsync(lake);
        messages.Insert(10, messages[0] with { Key = null, Value = junk, Headers = messages[0].Headers with { Checksum = Crc32C.Compute(junk) } });
        road.Write(messages);

        await road.ExtractAsync();

        string topic = road.TopicOf("raw_ledgers");
        TopicMessage message = road.Messages("dead_letters").ShouldHaveSingleItem();
        using RecordBatch rows = message.Decode(DeadLetters.Contract, road.Label);
        DeadLetter letter = DeadLetters.Read(rows).ShouldHaveSingleItem();
        letter.Source.ShouldBe(new Position(topic, 0, 10));
        letter.Reason.ShouldContain($"{topic}/0/10");
        letter.Reason.ShouldContain("not a sound Arrow stream");
        letter.SourceValue.ShouldBe(junk);
        foreach (string dataset in (string[])["ledgers", "transactions"])
            road.Ledgers(dataset).ShouldBe(Enumerable.Range(2, 20).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_ledger_that_is_missing_from_raw_ledgers_halts_extracting()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> messages = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 20, 1));
        messages.RemoveAt(10); // ledger 12
        road.Write(messages);

        CommandResult result = await road.RunAsync("extract ledgers", "--to-end");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain($"{road.TopicOf("raw_ledgers")}/0: ledger 11 is followed by ledger 13, where ledger 12 should be");
        road.Ledgers("ledgers").ShouldAllBe(ledger => ledger < 12);
        road.Messages("dead_letters").ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_ledger_of_a_newer_protocol_halts_the_source()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 20, 1), next = ObjectOf(lake, Bad);
        using (RentedBytes batch = new ZstdDecompressor().Decompress(await File.ReadAllBytesAsync(next), 1 << 20))
            await File.WriteAllBytesAsync(next, Zstd.Compress(OfNextProtocol(batch.Span), Zstd.DefaultLevel));

        CommandResult result = await road.RunAsync("source", "--lake", lake);

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain($"{Path.GetFileName(next)}: {NextProtocol}");
        road.Ledgers("raw_ledgers").ShouldAllBe(ledger => ledger < Bad);
    }

    [SkippableFact]
    public async Task A_ledger_of_a_newer_protocol_halts_extracting_and_is_no_dead_letter()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> messages = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 20, 1));
        messages[18] = OfNextProtocol(road, messages[18]);
        road.Write(messages);

        CommandResult result = await road.RunAsync("extract ledgers", "--to-end");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain($"{road.TopicOf("raw_ledgers")}/0/18: {NextProtocol}");
        road.Ledgers("ledgers").ShouldAllBe(ledger => ledger < Bad);
        road.Messages("dead_letters").ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Garbage_in_a_datasets_topic_halts_the_sink_behind_what_stands_before_it_until_it_is_declared_to_be_left_out()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> ledgers = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 10, 1));
        string topic = road.TopicOf("transactions");
        byte[] junk = [1, 2, 3];
        road.Write(ledgers.Take(6));
        await road.ExtractAsync();
        road.Write([ledgers[0] with { Topic = topic, Value = junk, Headers = ledgers[0].Headers with { Dataset = "transactions", Checksum = Crc32C.Compute(junk) } }]);
        long offset = road.Messages("transactions").Max(message => message.Position.Offset);
        road.Write(ledgers.Skip(6));
        await road.ExtractAsync();

        for (int start = 0; start < 2; start++)
        {
            CommandResult refused = await road.RunAsync("sink transactions", "--lake", road.Lake, "--to-end", "--max-age", "00:00:00");

            refused.ExitCode.ShouldBe(3, refused.Error);
            refused.Error.ShouldContain($"{topic}/0/{offset}");
            refused.Error.ShouldContain($"--skip {topic}/0@{offset}");
            new ParquetLake(road.Lake, road.Label).Count("transactions").ShouldBe(6);
        }

        await road.DoneAsync("sink transactions", "--lake", road.Lake, "--to-end", "--max-age", "00:00:00", "--skip", $"{topic}/0@{offset}");
        new ParquetLake(road.Lake, road.Label).Count("transactions").ShouldBe(10);
        CommandResult audit = await WorkerProcess.RunAsync(["verify", "--lake", road.Lake], Road.Limit);
        audit.ExitCode.ShouldBe(0, audit.Output);
        audit.Output.ShouldContain($"SET ASIDE {topic}/0@{offset} (Skipped, sink lake): ");
    }

    [SkippableFact]
    public async Task Records_of_others_in_a_datasets_topic_are_set_aside_by_the_sink_and_shown_by_the_audit()
    {
        KafkaBroker kafka = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(kafka, Road.Standalone);
        await road.FillAsync(10, 1);
        await road.ExtractAsync();
        string tool = Path.Combine(SharedFolder.Require("kafka", "bin"), "kafka-tool");
        await Command.OutputOfAsync("bash", ["-c", $"printf 'NULL\\nhello\\n' | {tool} console-producer --bootstrap-server {kafka.BootstrapServers} --topic {road.TopicOf("transactions")} --reader-property null.marker=NULL"], Road.Limit);

        await road.DoneAsync("sink transactions", "--lake", road.Lake, "--to-end");

        new ParquetLake(road.Lake, road.Label).Count("transactions").ShouldBe(10);
        CommandResult audit = await WorkerProcess.RunAsync(["verify", "--lake", road.Lake], Road.Limit);
        audit.ExitCode.ShouldBe(0, audit.Output);
        audit.Output.ShouldContain("(Foreign, sink lake): it has no value.");
        audit.Output.ShouldContain("(Foreign, sink lake): it has no headers of ours.");
        road.Lag($"kafkastellar-sink-{road.Label}-lake", ["transactions"]).ShouldBe(GroupOffsets.AllAtTheEnd);
    }

    [SkippableFact]
    public async Task Topics_that_were_never_made_are_named_with_what_to_do()
    {
        KafkaBroker kafka = await broker.BrokerAsync();
        using var folder = new TemporaryFolder();
        string label = $"it-{Guid.NewGuid().ToString("N")[..8]}";

        CommandResult result = await WorkerProcess.RunAsync(
            ["extract", "ledgers", "--to-end", "--bootstrap-servers", kafka.BootstrapServers, "--network", label, "--passphrase", Road.Standalone], Road.Limit);

        result.ExitCode.ShouldBe(1, result.Error);
        result.Error.ShouldContain($"stellar.{label}.raw-ledgers.v1");
        result.Error.ShouldContain("kafkastellar topics apply");
    }

    private static string NextProtocol => $"ledger {Bad} is of protocol {XdrVersion.Protocol + 1}; this build knows protocols up to {XdrVersion.Protocol}: upgrade";

    // The version is the first word of the header, before which stands the header's own hash.
    private static byte[] OfNextProtocol(ReadOnlySpan<byte> batch)
    {
        byte[] next = batch.ToArray();
        using LedgerFile file = LedgerFile.Parse("batch", next);
        next[next.AsSpan().IndexOf(file.Ledgers[0].HeaderXdr) + 3] = (byte)(XdrVersion.Protocol + 1);
        return next;
    }

    private static OutgoingMessage OfNextProtocol(Road road, OutgoingMessage message)
    {
        using RecordBatch sound = ArrowIpc.Deserialize(message.Value);
        Topics.RawLedger row = RawLedgers.Read(sound).Single();
        using RentedBytes batch = new ZstdDecompressor().Decompress(row.LedgerCloseMeta.Span, 1 << 20);
        using RecordBatch rows = RawLedgers.ToRows([row with { LedgerCloseMeta = Zstd.Compress(OfNextProtocol(batch.Span), Zstd.DefaultLevel) }]);
        return new MessageEncoder(RawLedgers.Contract, road.Label, RawLedgers.Schema, "tests").Encode(rows, LedgerSpan.Of(row.Sequence), message.Timestamp)[0];
    }

    private static async Task<string> SimulateStandaloneAsync(Road road)
    {
        CommandResult result = await WorkerProcess.RunAsync(["simulate", "--lake", road.PathOf("ledgers"), "--ledgers", "5", "--transactions", "1"], Road.Limit);
        result.ExitCode.ShouldBe(0, result.Error);
        return road.PathOf("ledgers");
    }

    private static string ObjectOf(string lake, uint ledger) => Path.Combine(lake, new LakeLayout().KeyOf(ledger));
}
