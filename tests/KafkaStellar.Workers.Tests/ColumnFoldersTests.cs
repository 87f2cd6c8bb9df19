using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Query;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests;

/// <summary>A sink whose folders are made of what strangers wrote: no value stops it, and every value is read again as it was.</summary>
public sealed class ColumnFoldersTests : IDisposable
{
    private const string Null = "__HIVE_DEFAULT_PARTITION__";

    private static readonly Dataset s_dataset = Catalog.Find("token_transfers");
    private static readonly TopicContract s_contract = Contracts.Of(s_dataset);
    private static readonly TopicPartition s_partition = new(s_contract.TopicOn(Simulated.Network.Name), 0);
    private static readonly TopicIncarnation s_topic = new(s_partition.Topic, new string('0', 32));

    private readonly TemporaryFolder _folder = new();

    public ColumnFoldersTests() => Directory.CreateDirectory(_folder.PathOf("scratch"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Values_that_readers_see_as_null_are_in_one_file_and_exact_in_it()
    {
        Intent done = await SinkAsync("asset_code", null, "", Null);

        IntentFile file = done.Files.ShouldHaveSingleItem();
        file.Path.ShouldStartWith($"standalone/token_transfers/asset_code={Null}/token_transfers-00000-");
        Column("asset_code").Distinct().ShouldBe([null, "", Null], ignoreOrder: true);
    }

    [Fact]
    public async Task With_more_columns_they_share_a_folder_only_where_the_others_are_the_same()
    {
        Intent done = await SinkAsync("asset_code+event_type", null, "", Null);

        done.Files.Select(file => file.Path).ShouldBeUnique();
        done.Files.ShouldAllBe(file => file.Path.Contains($"/asset_code={Null}/event_type=", StringComparison.Ordinal));
        done.Files.Count.ShouldBe(Column("event_type").Distinct().Count());
    }

    [Fact]
    public async Task No_value_stops_a_sink_and_each_is_read_as_it_was()
    {
        string?[] values =
        [
            null, "", Null, "NULL", "null", "%4EULL", "USDC", "usdc", "\ufffd", "..", ".", "/", "../../x", "a\\b", "\0", "\n", "日本", "😀", " ", "=", "%", "{asset_code}", "'; DROP TABLE gathered; --",
            new('x', 5_000), new('x', 5_001), new('日', 300), $"{new string('x', 85)}-0000",
        ];

        Intent done = await SinkAsync("asset_code", values);

        done.Files.Count.ShouldBe(values.Length - 2);
        done.Files.Select(file => file.Path).ShouldBeUnique();
        Column("asset_code").Distinct().ShouldBe(values, ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_is_found_by_its_path_whatever_the_value_is()
    {
        string[] strange = [.. Enumerable.Range(1, 0x7E).Select(code => $"{(char)code}")];
        using var duck = new DuckDb();
        foreach (string?[] values in strange.Chunk(30))
        {
            foreach (IntentFile file in (await SinkAsync("asset_code", values)).Files)
            {
                using DuckDbText answer = duck.QueryText($"SELECT count(*) FROM read_parquet([{DuckDb.Literal(Path.Combine(_folder.PathOf("lake"), file.Path))}], hive_partitioning = false)");
                answer.Rows().First()[0].ShouldBe($"{file.Rows}");
            }

            Directory.Delete(_folder.PathOf("lake"), recursive: true);
        }
    }

    [Fact]
    public async Task The_same_rows_cut_into_folders_again_are_the_same_files()
    {
        string?[] values = ["b", null, "NULL", "", "a", Null];

        Intent first = await SinkAsync("asset_code", values);
        Directory.Delete(_folder.PathOf("lake"), recursive: true);
        Intent again = await SinkAsync("asset_code", values);

        again.DecidesAs(first).ShouldBeTrue();
    }

    // Rows of one ledger, of which each has the next of the values as its asset's code.
    private async Task<Intent> SinkAsync(string scheme, params string?[] codes)
    {
        var spec = new FileSpec(PartitionScheme.Parse(scheme), "zstd:3", CodeVersion.Text);
        using var rows = new PartitionRows(s_contract, s_partition, new PartitionStart(s_topic, 0, null, LedgerSet.Empty, HeldLedgers.None), _folder.PathOf("scratch"), TimeProvider.System);
        rows.Append(Message(codes), Simulated.Network.Name, spec.Scheme).ShouldBeTrue();
        using var parquet = new ParquetFiles(_folder.PathOf("scratch"));
        var rotation = new Rotation(new IntentLog(new FolderStore(_folder.PathOf("lake")), "lake"), parquet, Simulated.Network, "lake", spec, _folder.PathOf("scratch"));
        (Intent done, bool isOurs, _) = await rotation.RunAsync(rows, default);
        isOurs.ShouldBeTrue();
        done.Files.Sum(file => file.Rows).ShouldBe(rows.Rows);
        return done;
    }

    private static TopicMessage Message(string?[] codes)
    {
        byte[] xdr = Simulated.Ledgers(1, new SimulationOptions { TransactionsPerLedger = 40 }).ShouldHaveSingleItem();
        Ledger ledger = new LedgerWalk(Simulated.Network).Read(xdr);
        using IExtractor extractor = s_dataset.NewExtractor(Simulated.Network, Selection.Everything);
        using RecordBatch made = extractor.Extract(in ledger);
        made.Length.ShouldBeGreaterThan(2 * codes.Length);
        using var column = new StringArray.Builder();
        for (int row = 0; row < made.Length; row++) column.Append(codes[row % codes.Length]);
        int index = made.Schema.GetFieldIndex("asset_code");
        using var rows = new RecordBatch(made.Schema, made.Arrays.Select((array, i) => i == index ? column.Build() : ArrowArrayFactory.Slice(array, 0, made.Length)), made.Length);
        var encoder = new MessageEncoder(s_contract, Simulated.Network.Name, rows.Schema, CodeVersion.Text);
        return SinkMessages.AsRead(encoder.Encode(rows, LedgerSpan.Of(ledger.Sequence), DateTimeOffset.UnixEpoch).ShouldHaveSingleItem(), s_partition.At(0));
    }

    // As the program's own view reads it.
    private string?[] Column(string name)
    {
        using var duck = new DuckDb();
        LakeTables.Create(duck, _folder.PathOf("lake"), null);
        using DuckDbText answer = duck.QueryText($"SELECT {name} FROM token_transfers");
        return [.. answer.Rows().Select(row => row[0])];
    }
}
