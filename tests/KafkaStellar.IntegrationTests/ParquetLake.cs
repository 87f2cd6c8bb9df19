using System.Security.Cryptography;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>A lake that a sink wrote, judged by its files.</summary>
public sealed class ParquetLake(string folder, string label)
{
    public string Folder { get; } = folder;

    /// <summary>Refuses a lake that does not hold exactly the rows of a file: none missing, none twice, none else.</summary>
    public void ShouldHoldTheRowsOf(string dataset, string expected)
    {
        string lake = $"(SELECT * FROM {Files(dataset)})", file = $"(SELECT * FROM read_parquet({DuckDb.Literal(expected)}))";
        string?[] counts = Ask(
            $"""
            SELECT (SELECT count(*) FROM {lake}), (SELECT count(*) FROM {file}),
                   (SELECT count(*) FROM ({lake} EXCEPT ALL {file})), (SELECT count(*) FROM ({file} EXCEPT ALL {lake}))
            """);
        int.Parse(counts[1]!).ShouldBePositive();
        counts.ShouldBe([counts[1], counts[1], "0", "0"], $"{dataset}: rows of the lake, rows expected, only in the lake, only expected");
    }

    /// <summary>Refuses a lake in one of whose files a row stands before one of an earlier place.</summary>
    public void ShouldBeInOrder(string dataset)
    {
        string place = dataset switch
        {
            "ledgers" => "(ledger_seq, 0, 0)",
            "transactions" => "(ledger_seq, tx_index, 0)",
            "operations" => "(ledger_seq, tx_index, op_index)",
            "token_transfers" => "(ledger_seq, event_index, 0)",
            "contract_data" => "(ledger_sequence, file_row_number, 0)", // in order of application, which no column tells
            _ => "(ledger_seq, tx_index, file_row_number)",
        };
        Ask(
            $"""
            SELECT count(*) FROM (SELECT {place} <= lag({place}) OVER (PARTITION BY filename ORDER BY file_row_number) AS falls
            FROM {Files(dataset, "filename = true, file_row_number = true")}) WHERE falls
            """).ShouldBe(["0"], $"{dataset}: rows that stand before an earlier one");
    }

    /// <summary>Refuses a lake whose intents do not tile the offsets, or whose files are not those of the intents, byte for byte.</summary>
    public async Task ShouldBeAsItsIntentsSayAsync(string sinkId, params string[] datasets)
    {
        var log = new IntentLog(new FolderStore(Folder), sinkId);
        var declared = new List<KeyValuePair<string, string>>();
        foreach (string name in datasets.Select(dataset => new TopicName(label, dataset, 1).ToString()))
        {
            TopicIncarnation topic = (await log.IncarnationsAsync(name, default)).ShouldHaveSingleItem();
            for (int partition = 0; partition < TopicContract.DefaultPartitions; partition++)
            {
                IReadOnlyList<Intent> intents = await log.ReadAsync(topic, partition, default);
                intents.Skip(1).Select(intent => intent.Start).ShouldBe(intents.SkipLast(1).Select(intent => intent.End), $"{topic}/{partition}");
                declared.AddRange(intents.SelectMany(intent => intent.Files).Select(file => KeyValuePair.Create(file.Path, file.Sha256)));
            }
        }

        declared.Select(file => file.Key).ShouldBeUnique();
        Hashes().ShouldBe(declared, ignoreOrder: true);
    }

    /// <summary>Each Parquet file's path within the lake, and its SHA-256.</summary>
    public IReadOnlyDictionary<string, string> Hashes() => Paths().ToDictionary(
        path => Path.GetRelativePath(Folder, path),
        path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));

    /// <summary>The Parquet files of a dataset, or of all.</summary>
    public IReadOnlyList<string> Paths(string? dataset = null)
    {
        string root = dataset is null ? Folder : Path.Combine(Folder, label, dataset);
        return Directory.Exists(root) ? [.. Directory.GetFiles(root, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>How many rows of a dataset there are.</summary>
    public long Count(string dataset) => Paths(dataset).Count == 0 ? 0 : long.Parse(Ask($"SELECT count(*) FROM {Files(dataset)}")[0]!);

    /// <summary>The ledgers of the rows of a dataset, as an independent reader finds them, in order; skips the running test where it is not.</summary>
    public async Task<uint[]> LedgersByPeerAsync(string dataset) =>
        [.. (await Peer.RowsAsync(["parquet", .. Paths(dataset)])).Select(row => row.GetProperty("ledger_seq").GetUInt32()).Order()];

    private string Files(string dataset, string options = "filename = false")
    {
        Paths(dataset).ShouldNotBeEmpty($"{Folder} has no files of {dataset}.");
        return $"read_parquet([{string.Join(", ", Paths(dataset).Select(DuckDb.Literal))}], hive_partitioning = false, {options})";
    }

    private static string?[] Ask(string sql)
    {
        using var database = new DuckDb();
        using DuckDbText answer = database.QueryText(sql);
        return answer.Rows().First();
    }
}
