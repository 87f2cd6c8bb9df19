using System.Globalization;
using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>Real ledgers: a lake of the public network → raw-ledgers → ledgers, transactions → Parquet, by processes over a real broker.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RealRoadTests(RealRoad real) : IClassFixture<RealRoad>
{
    private const int Partition = (int)(RealRoad.First / 64 % 12);

    [SkippableTheory]
    [InlineData("ledgers")]
    [InlineData("transactions")]
    public async Task The_Parquet_files_hold_the_rows_that_the_ledger_files_give_each_once(string dataset)
    {
        Road road = await real.GoneAsync();
        string expected = await road.ExpectedAsync(dataset, RealRoad.Files());
        var lake = new ParquetLake(road.Lake, road.Label);

        lake.ShouldHoldTheRowsOf(dataset, expected);
        lake.ShouldBeInOrder(dataset);
        await lake.ShouldBeAsItsIntentsSayAsync("lake", "ledgers", "transactions");
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
            ComparedColumn.Same("bucket_list_hash")).Verify([.. Golden.Read("pubnet", "ledgers").Where(row => IsOurs(row, "sequence"))], [.. rows]);
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
            ComparedColumn.Normalised("result_xdr", "result_xdr", Hex)).Verify([.. Golden.Read("pubnet", "transactions").Where(row => IsOurs(row, "ledger"))], [.. rows]);
    }

    [SkippableTheory]
    [InlineData("raw-ledgers", "raw_ledgers")]
    [InlineData("ledgers", "ledgers")]
    [InlineData("transactions", "transactions")]
    public async Task A_message_says_what_it_is_where_it_came_from_and_when_its_ledger_closed(string segment, string dataset)
    {
        Road road = await real.GoneAsync();
        string topic = $"stellar.{road.Label}.{segment}.v1";
        Dictionary<uint, JsonElement> ledgers = Golden.Read("pubnet", "ledgers").ToDictionary(row => row.GetProperty("sequence").GetUInt32());

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
            Instant(record.GetProperty("_timestamp").GetString()).ShouldBe(Instant(ledger.GetProperty("closed_at").GetDecimal()));
            Header("dataset").ShouldBe(dataset);
            Header("schema-version").ShouldBe("1.0.0");
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
        rows.Select(row => row.GetProperty(column).GetUInt32()).Distinct().ShouldBe(Enumerable.Range((int)RealRoad.First, 10).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task A_query_counts_what_the_reference_counts()
    {
        Road road = await real.GoneAsync();
        int expected = Golden.Read("pubnet", "transactions").Count(row => IsOurs(row, "ledger"));

        CommandResult result = await WorkerProcess.RunAsync(
            ["query", "--lake", road.Lake, "SELECT count(*) AS n, count(DISTINCT tx_hash) AS d, min(ledger_seq) AS a, max(ledger_seq) AS z FROM transactions JOIN ledgers USING (ledger_seq)"],
            Road.Limit);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([$"{expected}", $"{expected}", $"{RealRoad.First}", $"{RealRoad.Last}"]);
    }

    [SkippableFact]
    public async Task Workers_that_are_started_again_find_nothing_to_do()
    {
        Road road = await real.GoneAsync();
        IReadOnlyDictionary<string, string> before = new ParquetLake(road.Lake, road.Label).Hashes();

        await road.DoneAsync("source", "--lake", RealLedgers.Pubnet.Folder, "--from", $"{RealRoad.First}", "--to", $"{RealRoad.Last}");
        await road.ExtractAsync();
        await road.SinkAsync();

        foreach (string dataset in (string[])["raw_ledgers", "ledgers", "transactions"]) road.Messages(dataset).Count.ShouldBe(10);
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

    private static bool IsOurs(JsonElement row, string column) => row.GetProperty(column).GetUInt32() is >= RealRoad.First and <= RealRoad.Last;

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
