using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests;

public sealed class RowsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<byte[]> _ledgers = MadeFiles.Ledgers(6);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_every_form_in_any_order_give_rows_in_ledger_order()
    {
        string[] files =
        [
            MadeFiles.Stream(_folder, "c.stream.gz", _ledgers[3], _ledgers[5]),
            MadeFiles.Bare(_folder, "a.xdr", _ledgers[4]),
            MadeFiles.Batch(_folder, "b.xdr.zst", _ledgers[0], _ledgers[1], _ledgers[2]),
        ];

        Run("ledgers", files).ShouldBe(ExitCodes.Done);

        Sequences().ShouldBe([100, 101, 102, 103, 104, 105]);
    }

    [Fact]
    public void A_ledger_that_stands_twice_with_the_same_bytes_gives_its_rows_once()
    {
        string stream = MadeFiles.Stream(_folder, "a.stream.gz", _ledgers[0], _ledgers[1], _ledgers[1], _ledgers[2]), again = MadeFiles.Bare(_folder, "b.xdr", _ledgers[2]);

        Run("ledgers", [stream, again, again]).ShouldBe(ExitCodes.Done);

        Sequences().ShouldBe([100, 101, 102]);
    }

    [Fact]
    public void Two_ledgers_of_one_sequence_stop_it_and_leave_no_file()
    {
        Run("ledgers", Fork()).ShouldBe(ExitCodes.InputRefused);

        File.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public void Told_to_keep_going_it_leaves_out_both_ledgers_of_one_sequence()
    {
        Run("ledgers", Fork(), keepGoing: true).ShouldBe(ExitCodes.InputRefused);

        Sequences().ShouldBe([100, 102]);
    }

    [Fact]
    public async Task Two_ledgers_of_one_sequence_are_named_with_their_files_and_hashes()
    {
        string[] files = Fork();

        CommandResult result = await WorkerProcess.RunAsync(["rows", "ledgers", .. files, "--network", "standalone"], TimeSpan.FromMinutes(2));

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain("ledger 101 is not the same in all files: ");
        result.Error.ShouldContain($"{files[0]} has one with the hash {Convert.ToHexStringLower(Lake.RawLedger.Parse(_ledgers[1]).Hash)}");
        result.Error.ShouldContain($"{files[1]} has one with the hash ");
        result.Error.ShouldContain("two histories");
    }

    [Fact]
    public void Transactions_stand_in_order_of_application_within_their_ledger()
    {
        Run("transactions", [MadeFiles.Bare(_folder, "b.xdr", _ledgers[1]), MadeFiles.Bare(_folder, "a.xdr", _ledgers[0])]).ShouldBe(ExitCodes.Done);

        Rows().Select(row => (row.GetProperty("ledger_seq").GetInt32(), row.GetProperty("tx_index").GetInt32()))
            .ShouldBe([(100, 1), (100, 2), (100, 3), (101, 1), (101, 2), (101, 3)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ledger_of_a_newer_protocol_stops_it_or_is_left_out(bool keepGoing)
    {
        string[] files = [MadeFiles.Bare(_folder, "a.xdr", _ledgers[0]), MadeFiles.Bare(_folder, "b.xdr", MadeFiles.OfProtocol(_ledgers[1], XdrVersion.Protocol + 1))];

        Run("ledgers", files, keepGoing: keepGoing).ShouldBe(ExitCodes.InputRefused);

        File.Exists(Output).ShouldBe(keepGoing);
        if (keepGoing) Sequences().ShouldBe([100]);
    }

    [Fact]
    public void A_file_that_is_no_ledger_stops_it_and_leaves_no_file()
    {
        File.WriteAllBytes(_folder.PathOf("junk.xdr"), [1, 2, 3]);

        Run("ledgers", [MadeFiles.Bare(_folder, "a.xdr", _ledgers[0]), _folder.PathOf("junk.xdr")]).ShouldBe(ExitCodes.InputRefused);

        File.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public void Another_networks_ledger_stops_it_and_leaves_no_file()
    {
        int code = Run("ledgers", [MadeFiles.Bare(_folder, "a.xdr", _ledgers[0])], network: Network.Of("pubnet", null));

        code.ShouldBe(ExitCodes.InputRefused);
        File.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public void Told_to_keep_going_it_leaves_out_what_is_refused_and_says_so_at_the_end()
    {
        string[] files =
        [
            MadeFiles.Bare(_folder, "a.xdr", _ledgers[0]),
            MadeFiles.Bare(_folder, "cut.xdr", _ledgers[1][..^8]),
            MadeFiles.Bare(_folder, "foreign.xdr", Tests.Simulation.Simulated.Ledgers(1, new() { FirstLedger = 50 }, Network.Of("testnet", null))[0]),
            _folder.PathOf("missing.xdr"),
            MadeFiles.Bare(_folder, "c.xdr", _ledgers[2]),
        ];

        Run("ledgers", files, keepGoing: true).ShouldBe(ExitCodes.InputRefused);

        Sequences().ShouldBe([100, 102]);
    }

    [Fact]
    public void A_missing_file_is_input_refused()
    {
        Run("ledgers", [_folder.PathOf("missing.xdr")]).ShouldBe(ExitCodes.InputRefused);

        File.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public void Arrow_and_Parquet_hold_what_JSON_lines_do()
    {
        string file = MadeFiles.Batch(_folder, "a.xdr.zst", [.. _ledgers]);
        Run("transactions", [file]).ShouldBe(ExitCodes.Done);
        string[] hashes = [.. Rows().Select(row => row.GetProperty("tx_hash").GetString()!)];
        hashes.Length.ShouldBe(18);

        Run("transactions", [file], format: "arrow").ShouldBe(ExitCodes.Done);
        IReadOnlyList<RecordBatch> batches = ArrowIpc.DeserializeAll(File.ReadAllBytes(Output));
        batches.Count.ShouldBe(6);
        batches[0].Schema.ShouldBe(Catalog.Find("transactions").Schema);
        batches.SelectMany(Hashes).ShouldBe(hashes);

        Run("transactions", [file], format: "parquet").ShouldBe(ExitCodes.Done);
        using var database = new DuckDb();
        using DuckDbText answer = database.QueryText($"SELECT lower(hex(tx_hash)) FROM read_parquet({DuckDb.Literal(Output)})");
        answer.Rows().Select(row => row[0]).ShouldBe(hashes);
    }

    [Fact]
    public void A_stop_is_heard_between_two_ledgers()
    {
        string file = MadeFiles.Bare(_folder, "a.xdr", _ledgers[0]);
        var command = new RowsCommand(Catalog.Find("ledgers"), MadeFiles.Network, Selection.Everything, [file], RowsOutputs.Of("jsonl", OutputPlace.Of(Output), "zstd"), keepGoing: false);

        Should.Throw<OperationCanceledException>(() => command.Run(new CancellationToken(canceled: true)));
        File.Exists(Output).ShouldBeFalse();
    }

    // Ledgers 100 to 102, and another 101.
    private string[] Fork()
    {
        byte[] other = Tests.Simulation.Simulated.Ledgers(1, new() { FirstLedger = MadeFiles.First + 1, Seed = 2, TransactionsPerLedger = 5 })[0];
        return [MadeFiles.Batch(_folder, "z.xdr.zst", [.. _ledgers[..3]]), MadeFiles.Bare(_folder, "a.xdr", other)];
    }

    private string Output => _folder.PathOf("rows.out");

    private int Run(string dataset, string[] files, string format = "jsonl", bool keepGoing = false, Network? network = null) =>
        new RowsCommand(Catalog.Find(dataset), network ?? MadeFiles.Network, Selection.Everything, files, RowsOutputs.Of(format, OutputPlace.Of(Output), "zstd"), keepGoing).Run(default);

    private IReadOnlyList<System.Text.Json.JsonElement> Rows() => JsonLines.Parse(File.ReadAllBytes(Output));

    private IEnumerable<int> Sequences() => Rows().Select(row => row.GetProperty("ledger_seq").GetInt32());

    private static string[] Hashes(RecordBatch rows)
    {
        var hashes = (FixedSizeBinaryArray)rows.Column("tx_hash");
        return [.. Enumerable.Range(0, rows.Length).Select(row => Convert.ToHexStringLower(hashes.GetBytes(row)))];
    }
}
