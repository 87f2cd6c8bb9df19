using KafkaStellar.IntegrationTests.Sink;
using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>Where an extractor goes on is decided by what each dataset's topic holds: whatever the list of datasets, the group's offsets and the input's own are.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class DatasetProgressTests(ProxiedBrokerFixture broker)
{
    private static readonly string[] s_datasets = ["ledgers", "transactions"];

    [SkippableFact]
    public async Task Another_list_of_datasets_goes_on_for_each_where_its_topic_ends()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> raw = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 90, 1));
        road.Write(raw[..40]);
        await road.DoneAsync("extract ledgers", "--to-end");
        road.Write(raw[40..70]);
        await road.DoneAsync("extract ledgers transactions", "--to-end");
        road.Write(raw[70..]);

        await road.DoneAsync("extract transactions", "--to-end");
        await road.DoneAsync("extract transactions ledgers", "--to-end");

        await ShouldBeThereOnceAsync(road);
    }

    [SkippableFact]
    public async Task Two_workers_whose_lists_overlap_share_the_dataset_that_both_make()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await using WorkerProcess one = road.Start("extract ledgers");
        await using WorkerProcess both = road.Start("extract ledgers transactions");
        await one.WaitForAsync("is ready to write", Road.Limit);

        await road.SourceAsync(await road.SimulateAsync("ledgers", 768, 1));
        await SimulatedRoadTests.UntilAsync(() => road.HasAll(768, s_datasets), both);

        (await one.StopAsync(Road.Limit)).ShouldBe(0, one.Error);
        (await both.StopAsync(Road.Limit)).ShouldBe(0, both.Error);
        await ShouldBeThereOnceAsync(road);
    }

    [SkippableTheory]
    [InlineData("--delete")]
    [InlineData("--reset-offsets --execute --topic {topic} --to-earliest")]
    [InlineData("--reset-offsets --execute --topic {topic} --to-offset 17")]
    [InlineData("--reset-offsets --execute --topic {topic} --to-latest")] // past ledgers that were never made
    public async Task Whatever_an_operator_does_to_a_group_no_row_is_doubled_or_left_out(string change)
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        List<OutgoingMessage> raw = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 90, 1));
        road.Write(raw[..60]);
        await road.ExtractAsync();
        road.Write(raw[60..]);

        string[] options = change.Replace("{topic}", road.TopicOf("raw_ledgers"), StringComparison.Ordinal).Split(' ');
        await KafkaTool.RunAsync(server, "consumer-groups", ["--group", $"kafkastellar-extract-{road.Label}-ledgers", .. options]);
        await road.ExtractAsync();

        await ShouldBeThereOnceAsync(road);
    }

    [SkippableFact]
    public async Task Raw_ledgers_that_were_made_anew_are_gone_on_with_behind_what_stands()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 90, 1);
        await road.DoneAsync("source", "--lake", lake, "--to", "40");
        await road.ExtractAsync();

        await MakeRawLedgersAnewAsync(server, road);
        await road.DoneAsync("source", "--lake", lake, "--from", "20");
        await road.ExtractAsync();

        foreach (string dataset in s_datasets) road.Ledgers(dataset).ShouldBe(Between(2, 91));
    }

    [SkippableFact]
    public async Task Ledgers_that_an_input_made_anew_does_not_have_halt_until_the_operator_says_that_they_are_left_out()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 60, 1);
        await road.DoneAsync("source", "--lake", lake, "--to", "20");
        await road.ExtractAsync();
        await MakeRawLedgersAnewAsync(server, road);
        await road.DoneAsync("source", "--lake", lake, "--from", "31", "--to", "50");

        for (int start = 0; start < 2; start++)
        {
            CommandResult halted = await road.RunAsync("extract ledgers transactions", "--to-end");
            halted.ExitCode.ShouldBe(3, halted.Error);
            halted.Error.ShouldContain("ends with ledger 20 in partition 0");
            halted.Error.ShouldContain("where ledger 21 should be");
        }

        await road.DoneAsync("extract ledgers transactions", "--to-end", "--from", "31");
        await road.ExtractAsync();

        foreach (string dataset in s_datasets) road.Ledgers(dataset).ShouldBe([.. Between(2, 20), .. Between(31, 50)]);
    }

    [SkippableFact]
    public async Task Where_the_rows_of_a_topic_are_gone_the_groups_offset_counts_and_without_one_the_operator_decides()
    {
        KafkaBroker server = await broker.BrokerAsync();
        using Road road = await Road.OpenAsync(server, Road.Standalone);
        List<OutgoingMessage> raw = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 40, 1));
        road.Write(raw[..20]);
        await road.ExtractAsync();
        await KafkaTool.DeleteRecordsAsync(server, road.TopicOf("ledgers"), 0);
        road.Write(raw[20..30]);

        await road.ExtractAsync();

        road.Ledgers("ledgers").ShouldBe(Between(22, 31));
        await KafkaTool.DeleteRecordsAsync(server, road.TopicOf("ledgers"), 0);
        await KafkaTool.RunAsync(server, "consumer-groups", "--group", $"kafkastellar-extract-{road.Label}-ledgers", "--delete");
        road.Write(raw[30..]);

        CommandResult halted = await road.RunAsync("extract ledgers transactions", "--to-end");
        halted.ExitCode.ShouldBe(1, halted.Error);
        halted.Error.ShouldContain("nobody can tell which ledgers were made. Say with --from LEDGER");
        road.Ledgers("ledgers").ShouldBeEmpty();

        await road.DoneAsync("extract ledgers transactions", "--to-end", "--from", "32");

        road.Ledgers("ledgers").ShouldBe(Between(32, 41));
        road.Ledgers("transactions").ShouldBe(Between(2, 41));
    }

    [SkippableFact]
    public async Task A_ledger_that_stands_twice_in_raw_ledgers_halts_at_every_start()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> raw = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 20, 1));
        road.Write([.. raw[..10], raw[9], .. raw[10..]]);

        for (int start = 0; start < 2; start++)
        {
            CommandResult halted = await road.RunAsync("extract ledgers transactions", "--to-end");
            halted.ExitCode.ShouldBe(3, halted.Error);
            halted.Error.ShouldContain("ledger 11 is followed by ledger 11, where ledger 12 should be");
        }
    }

    [SkippableFact]
    public async Task A_fork_behind_a_message_that_was_set_aside_halts_at_every_start()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> raw = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 20, 1));
        List<OutgoingMessage> other = await road.RawMessagesAsync(await road.SimulateAsync("fork", 20, 1, seed: 2));
        OutgoingMessage foreign = raw[0] with { Headers = raw[0].Headers with { Dataset = "transactions" } };
        road.Write([.. raw[..10], foreign, .. other[10..]]);

        for (int start = 0; start < 2; start++)
        {
            CommandResult halted = await road.RunAsync("extract ledgers transactions", "--to-end");
            halted.ExitCode.ShouldBe(3, halted.Error);
            halted.Error.ShouldContain("they are not of one chain");
        }

        road.DeadLetters().Count.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Thirty_messages_in_a_row_that_cannot_be_read_are_set_aside_a_start_at_a_time_and_each_once()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> raw = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 60, 1));
        road.Write(raw.Select((message, index) => index is >= 20 and < 50 ? message with { Value = new byte[] { 1, 2, 3 } } : message));
        int[] codes = new int[4];

        for (int start = 0; start < codes.Length; start++) codes[start] = (await road.RunAsync("extract ledgers transactions", "--to-end")).ExitCode;

        codes.ShouldBe([1, 1, 0, 0]);
        road.DeadLetters().Select(letter => letter.Source.Offset).Order().ShouldBe(Enumerable.Range(20, 30).Select(offset => (long)offset));
        foreach (string dataset in s_datasets) road.Ledgers(dataset).ShouldBe([.. Between(2, 21), .. Between(52, 61)]);
    }

    [SkippableFact]
    public async Task The_end_of_the_input_is_not_reached_while_somebodys_transaction_hides_what_stands_behind_it()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> raw = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 30, 1));
        road.Write(raw[..10]);
        using var foreign = new TransactionalWriter(road.Clients, $"it-{Guid.NewGuid():N}", Compression.Zstd);
        foreign.Send(raw[0] with { Headers = raw[0].Headers with { Dataset = "transactions" } });
        await Task.Delay(500); // until it is at the broker
        road.Write(raw[10..]);
        await using WorkerProcess extract = road.Start("extract ledgers transactions", "--to-end");
        await SimulatedRoadTests.UntilAsync(() => road.Ledgers("transactions").Count == 10, extract);
        await Task.Delay(3000); // in which it would end, if it took what it sees for all

        foreign.Dispose();

        (await extract.WaitForExitAsync(Road.Limit)).ShouldBe(0, extract.Error);
        await ShouldBeThereOnceAsync(road);
    }

    private static async Task MakeRawLedgersAnewAsync(KafkaBroker server, Road road)
    {
        await KafkaTool.RunAsync(server, "topics", "--delete", "--topic", road.TopicOf("raw_ledgers"));
        using var admin = new TopicAdmin(road.Clients);
        await admin.ApplyAsync([RawLedgers.Contract], road.Label);
    }

    private static async Task ShouldBeThereOnceAsync(Road road)
    {
        road.ShouldCoverTheInputOnce(s_datasets);
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    private static IEnumerable<uint> Between(uint first, uint last) => Enumerable.Range((int)first, (int)(last - first) + 1).Select(ledger => (uint)ledger);
}
