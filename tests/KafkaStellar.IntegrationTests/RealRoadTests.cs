using System.Globalization;
using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Real ledgers, of protocol 30: a lake → raw-ledgers → every dataset → Parquet, by processes over a real broker.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RealRoadTests(RealRoad real) : IClassFixture<RealRoad>
{
    private const int Partition = (int)(RealRoad.First / 64 % 12);

    public static TheoryData<string> Datasets => [.. RealRoad.Datasets];

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public async Task The_Parquet_files_hold_the_rows_that_the_ledger_files_give_each_once(string dataset)
    {
        Road road = await real.GoneAsync();
        string expected = await road.ExpectedAsync(dataset, RealRoad.Files());
        var lake = new ParquetLake(road.Lake, road.Label);

        lake.ShouldHoldTheRowsOf(dataset, expected);
        lake.ShouldBeInOrder(dataset);
        await lake.ShouldBeAsItsIntentsSayAsync("lake", RealRoad.Datasets);
    }

    [SkippableTheory]
    [InlineData("ledgers")]
    [InlineData("transactions")]
    public async Task An_independent_reader_finds_the_same_rows_in_Parquet_and_in_the_Arrow_stream_of_rows(string dataset)
    {
        Road road = await real.GoneAsync();
        string stream = await road.ExpectedAsync(dataset, RealRoad.Files(), "arrow");

        IReadOnlyList<JsonElement> expected = await Peer.RowsAsync("ipc", stream, "--strict");
        IReadOnlyList<JsonElement> actual = await Peer.RowsAsync(["parquet", .. new ParquetLake(road.Lake, road.Label).Paths(dataset)]);

        expected.Count.ShouldBePositive();
        actual.Select(row => row.GetRawText()).ShouldBe(expected.Select(row => row.GetRawText()));
    }

    [SkippableFact]
    public async Task The_rows_of_ledgers_are_those_of_the_reference()
    {
        Road road = await real.GoneAsync();
        IReadOnlyList<JsonElement> rows = await Peer.RowsAsync(["parquet", .. new ParquetLake(road.Lake, road.Label).Paths("ledgers")]);

        new RowComparison("sequence", "ledger_seq",
            ComparedColumn.Renamed("hash", "ledger_hash"),
            ComparedColumn.Renamed("previous_hash", "prev_hash"),
            ComparedColumn.Normalised("closed_at", "closed_at", Instant, Instant),
            ComparedColumn.Same("protocol_version"),
            ComparedColumn.Renamed("transaction_count", "tx_count"),
            ComparedColumn.Renamed("failed_transaction_count", "failed_tx_count"),
            ComparedColumn.Renamed("operation_count", "op_count"),
            ComparedColumn.Same("total_coins"),
            ComparedColumn.Same("fee_pool"),
            ComparedColumn.Same("bucket_list_hash"),
            ComparedColumn.Same("tx_set_hash"),
            ComparedColumn.Same("close_time_ms"),
            ComparedColumn.Same("dropped_tx_set_hash")).Verify(Golden.Read(RealRoad.Set, "ledgers"), [.. rows]);
    }

    [SkippableFact]
    public async Task The_rows_of_transactions_are_those_of_the_reference()
    {
        Road road = await real.GoneAsync();
        IReadOnlyList<JsonElement> rows = await Peer.RowsAsync(["parquet", .. new ParquetLake(road.Lake, road.Label).Paths("transactions")]);

        new RowComparison("ledger", "ledger_seq",
            ComparedColumn.Same("tx_index"),
            ComparedColumn.Same("tx_hash"),
            ComparedColumn.Same("source_account"),
            ComparedColumn.Renamed("account_sequence", "source_account_sequence"),
            ComparedColumn.Same("fee_charged"),
            ComparedColumn.Same("inclusion_fee_charged"),
            ComparedColumn.Renamed("successful", "success"),
            ComparedColumn.Renamed("result_code", "result_code_name"),
            ComparedColumn.Same("inner_tx_hash"),
            ComparedColumn.Normalised("envelope_xdr", "envelope_xdr", Hex),
            ComparedColumn.Normalised("result_xdr", "result_xdr", Hex)).Verify(Golden.Read(RealRoad.Set, "transactions"), [.. rows]);
    }

    [SkippableTheory]
    [InlineData("raw-ledgers", "raw_ledgers")]
    [InlineData("ledgers", "ledgers")]
    [InlineData("transactions", "transactions")]
    public async Task A_message_says_what_it_is_where_it_came_from_and_when_its_ledger_closed(string segment, string dataset)
    {
        Road road = await real.GoneAsync();
        string topic = $"stellar.{road.Label}.{segment}.v1";
        Dictionary<uint, JsonElement> ledgers = Golden.Read(RealRoad.Set, "ledgers").ToDictionary(row => row.GetProperty("sequence").GetUInt32());

        IReadOnlyList<JsonElement> records = await Peer.RowsAsync("topic", "--brokers", road.BootstrapServers, "--topic", topic, "--committed", "--raw", "--crc");

        records.Count.ShouldBe((int)(RealRoad.Last - RealRoad.First + 1));
        for (int i = 0; i < records.Count; i++)
        {
            JsonElement record = records[i], headers = record.GetProperty("_headers");
            uint sequence = RealRoad.First + (uint)i;
            JsonElement ledger = ledgers[sequence];
            string? Header(string name) => headers.GetProperty(name).GetString();

            record.GetProperty("_partition").GetInt32().ShouldBe(Partition);
            record.GetProperty("_key").GetString().ShouldBe(KeyText(sequence));
            Instant(record.GetProperty("_timestamp").GetString()).ShouldBe(ClosedAt(ledger));
            Header("dataset").ShouldBe(dataset);
            Header("schema-version").ShouldBe(dataset == "ledgers" ? "1.1.0" : "1.0.0");
            Header("network").ShouldBe(road.Label);
            Header("ledger-range").ShouldBe($"{sequence}-{sequence}");
            Header("rows").ShouldBe(dataset == "transactions" ? $"{ledger.GetProperty("transaction_count").GetInt32()}" : "1");
            Header("code").ShouldBe("kafkastellar/0.1.0");
            Header("crc32c").ShouldBe(record.GetProperty("_crc32c").GetString());
            headers.TryGetProperty("source", out JsonElement source).ShouldBe(dataset != "raw_ledgers");
            if (dataset != "raw_ledgers") source.GetString().ShouldStartWith($"stellar.{road.Label}.raw-ledgers.v1/{Partition}/");
        }
    }

    [SkippableTheory]
    [InlineData("raw-ledgers")]
    [InlineData("ledgers")]
    [InlineData("transactions")]
    public async Task Every_value_is_one_Arrow_stream_that_a_strict_reader_takes(string segment)
    {
        Road road = await real.GoneAsync();
        string topic = $"stellar.{road.Label}.{segment}.v1";

        IReadOnlyList<JsonElement> rows = await Peer.RowsAsync("topic", "--brokers", road.BootstrapServers, "--topic", topic, "--committed", "--strict");

        string column = segment == "raw-ledgers" ? "sequence" : "ledger_seq";
        IEnumerable<uint> ledgers = Enumerable.Range((int)RealRoad.First, 10).Select(ledger => (uint)ledger);
        rows.Select(row => row.GetProperty(column).GetUInt32()).Distinct().ShouldBe(segment == "transactions" ? ledgers.Except([RealRoad.Empty]) : ledgers);
    }

    [SkippableFact]
    public async Task A_query_counts_what_the_reference_counts()
    {
        Road road = await real.GoneAsync();
        int expected = Golden.Read(RealRoad.Set, "transactions").Count;

        CommandResult result = await WorkerProcess.RunAsync(
            ["query", "--lake", road.Lake, "SELECT count(*) AS n, count(DISTINCT tx_hash) AS d, min(ledger_seq) AS a, max(ledger_seq) AS z FROM transactions JOIN ledgers USING (ledger_seq)"],
            Road.Limit);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([$"{expected}", $"{expected}", $"{RealRoad.First}", $"{RealRoad.Last}"]);
    }

    [SkippableFact]
    public async Task Ledgers_that_share_a_second_are_each_there_once_and_in_their_order()
    {
        Road road = await real.GoneAsync();

        CommandResult result = await WorkerProcess.RunAsync(
            ["query", "--lake", road.Lake, "SELECT list(ledger_seq ORDER BY ledger_seq) FROM (SELECT ledger_seq, closed_at = lag(closed_at) OVER (ORDER BY ledger_seq) AS shares FROM ledgers) WHERE shares"],
            Road.Limit);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("[63092985, 63092988, 63092991]");
    }

    [SkippableFact]
    public async Task What_was_made_is_proved_from_the_ledgers_to_the_lake()
    {
        Road road = await real.GoneAsync();

        CommandResult files = await WorkerProcess.RunAsync(["verify", "--network", "pubnet", .. RealRoad.Files()], Road.Limit);
        CommandResult topics = await road.RunAsync("verify", "--topics", "--complete");
        CommandResult lake = await WorkerProcess.RunAsync(["verify", "--lake", road.Lake], Road.Limit);

        files.ExitCode.ShouldBe(0, files.Output);
        topics.ExitCode.ShouldBe(0, topics.Error);
        lake.ExitCode.ShouldBe(0, lake.Output + lake.Error);
    }

    [SkippableFact]
    public async Task Workers_that_are_started_again_find_nothing_to_do()
    {
        Road road = await real.GoneAsync();
        IReadOnlyDictionary<string, string> before = new ParquetLake(road.Lake, road.Label).Hashes();

        await road.DoneAsync("source", "--lake", real.Lake);
        await RealRoad.ExtractAndSinkAsync(road);

        foreach (string dataset in (string[])["raw_ledgers", .. RealRoad.Datasets]) road.Messages(dataset).Count.ShouldBe(10);
        road.Messages("dead_letters").ShouldBeEmpty();
        new ParquetLake(road.Lake, road.Label).Hashes().ShouldBe(before, ignoreOrder: true);
    }

    [SkippableFact]
    public async Task The_cluster_is_as_the_contracts_say()
    {
        Road road = await real.GoneAsync();

        (await road.RunAsync("topics check", "--folder", Repository.PathOf("topics"))).ExitCode.ShouldBe(0);
        (await road.DoneAsync("topics apply")).ExitCode.ShouldBe(0);
    }

    // To the millisecond where the ledger tells it.
    private static object? ClosedAt(JsonElement ledger) => ledger.GetProperty("close_time_ms") is { ValueKind: JsonValueKind.Number } milliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.GetInt64())
        : Instant(ledger.GetProperty("closed_at").GetDecimal());

    private static object? Hex(object? base64) => base64 is null ? null : Convert.ToHexStringLower(Convert.FromBase64String((string)base64));

    // Seconds since 1970, or RFC 3339.
    private static object? Instant(object? time) => time is decimal seconds
        ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
        : DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture);

    // The reader shows a key as text where all of it is printable, and else in hex.
    private static string KeyText(uint sequence)
    {
        byte[] key = [(byte)(sequence >> 24), (byte)(sequence >> 16), (byte)(sequence >> 8), (byte)sequence];
        return key.All(one => one is >= 0x20 and < 0x7f) ? System.Text.Encoding.ASCII.GetString(key) : Convert.ToHexStringLower(key);
    }
}
