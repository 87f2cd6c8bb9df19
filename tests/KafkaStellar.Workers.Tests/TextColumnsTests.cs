using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.TokenTransfers.Verification;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests;

/// <summary>Ledgers whose strings are no UTF-8: every dataset's text is, in every form in which rows leave, so that no reader refuses it.</summary>
public sealed class TextColumnsTests : IDisposable
{
    private const int MaxLength = 250_000;

    private static readonly Lazy<List<(Network Network, byte[] Xdr)>> s_simulated = new(() =>
        [.. Simulated.Ledgers(8, new SimulationOptions { TransactionsPerLedger = 40, MinOperations = 2 }).Select(ledger => (Simulated.Network, HostileText.Of(ledger, Simulated.Network)))]);

    private static readonly Lazy<List<(Network Network, byte[] Xdr)>> s_real = new(() =>
        [.. Hostile("pubnet", 3), .. Hostile("testnet", 3), .. Hostile("core-with-classic-events", 25), .. Hostile("fuzz", 25), .. Hostile("fuzz30", 25), .. Hostile("p30", 2)]);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Datasets => [.. Catalog.All.Select(dataset => dataset.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Datasets))]
    public void Every_column_of_text_is_UTF8_in_a_message(string dataset)
    {
        foreach ((Network network, byte[] xdr) in s_simulated.Value) ShouldBeText(MessagesOf(dataset, network, xdr), dataset);
    }

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public void Every_column_of_text_is_UTF8_in_a_message_of_a_real_ledger(string dataset)
    {
        int refused = 0;
        foreach ((Network network, byte[] xdr) in s_real.Value)
        {
            try
            {
                ShouldBeText(MessagesOf(dataset, network, xdr), dataset);
            }
            catch (LedgerRefusedException)
            {
                refused++; // something that is no string looked like one
            }
        }

        refused.ShouldBeLessThan(s_real.Value.Count / 2);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public void Nothing_of_a_Parquet_file_had_to_be_repaired_and_DuckDB_reads_it(string dataset)
    {
        ParquetFile file = ParquetOf(dataset, s_simulated.Value);

        using var duck = new DuckDb();
        using DuckDbText answer = duck.QueryText($"SELECT count(*) FROM (SELECT DISTINCT * FROM {DuckDb.Literal(file.Path)})");
        answer.Rows().First()[0].ShouldNotBeNull();
    }

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public async Task An_independent_reader_that_checks_takes_message_and_file(string dataset)
    {
        ParquetFile file = ParquetOf(dataset, s_simulated.Value);
        (Network network, byte[] xdr) = s_simulated.Value[0];
        await File.WriteAllBytesAsync(_folder.PathOf("rows.arrow"), MessagesOf(dataset, network, xdr).ShouldHaveSingleItem());

        (await Peer.RowsAsync("parquet", file.Path)).Count.ShouldBe((int)file.Rows);
        (await Peer.RowsAsync("ipc", _folder.PathOf("rows.arrow"))).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public void JSON_lines_are_UTF8_and_every_JSON_in_them_is_JSON(string dataset)
    {
        foreach ((Network network, byte[] xdr) in s_simulated.Value)
        {
            using RecordBatch rows = RowsOf(dataset, network, xdr);
            using var line = new MemoryStream();
            for (int row = 0; row < rows.Length; row++)
            {
                line.SetLength(0);
                using (var json = new Utf8JsonWriter(line))
                {
                    json.WriteStartArray();
                    foreach (IArrowArray column in rows.Arrays) JsonCells.Write(json, column, row);
                    json.WriteEndArray();
                }

                Utf8.IsValid(line.ToArray()).ShouldBeTrue();
                foreach (Field field in rows.Schema.FieldsList.Where(field => field.Name is "operation_data" or "operation_result" or "topics_json" or "value_json" or "key_json" or "val_json"))
                {
                    if (((StringArray)rows.Column(field.Name)).GetString(row) is { } text) JsonDocument.Parse(text).Dispose();
                }
            }
        }
    }

    [Fact]
    public void A_memo_of_such_bytes_stands_as_text_in_its_transfers_and_as_it_is_in_its_transaction()
    {
        (Network network, byte[] xdr) = s_simulated.Value[0];
        using RecordBatch transactions = RowsOf("transactions", network, xdr), transfers = RowsOf("token_transfers", network, xdr);
        var memos = (BinaryArray)transactions.Column("memo_data");
        var texts = (StringArray)transfers.Column("memo");
        UInt32Array of = (UInt32Array)transfers.Column("tx_index"), indices = (UInt32Array)transactions.Column("tx_index");
        int ill = 0;

        for (int row = 0; row < transfers.Length; row++)
        {
            int transaction = indices.Values.IndexOf(of.Values[row]);
            if (texts.IsNull(row) || ((UInt32Array)transactions.Column("memo_type")).Values[transaction] != 1) continue;
            texts.GetBytes(row).ToArray().ShouldBe(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(memos.GetBytes(transaction))));
            if (!Utf8.IsValid(memos.GetBytes(transaction))) ill++;
        }

        ill.ShouldBePositive();
    }

    [Fact]
    public void An_asset_code_of_such_bytes_is_text_and_the_balances_still_move_as_the_transfers_say()
    {
        int ill = 0;
        foreach ((Network network, byte[] xdr) in s_simulated.Value)
        {
            using RecordBatch rows = RowsOf("token_transfers", network, xdr);
            var codes = (StringArray)rows.Column("asset_code");
            ill += Enumerable.Range(0, rows.Length).Count(row => codes.GetString(row)?.Contains('\ufffd') == true);
            Ledger ledger = new LedgerWalk(network).Read(xdr);
            new TransferVerifier().Verify(in ledger, rows).ShouldBeEmpty();
        }

        ill.ShouldBePositive();
    }

    private static void ShouldBeText(IEnumerable<byte[]> messages, string dataset)
    {
        foreach (byte[] message in messages)
        {
            using RecordBatch rows = ArrowIpc.Deserialize(message);
            foreach ((Field field, IArrowArray column) in rows.Schema.FieldsList.Zip(rows.Arrays)) ShouldBeText(column, $"{dataset}.{field.Name}");
        }
    }

    // Each value, and the bytes as they lie there, under nulls too: readers check the whole buffer.
    private static void ShouldBeText(IArrowArray column, string name)
    {
        switch (column)
        {
            case StringArray texts:
                Utf8.IsValid(texts.ValueBuffer).ShouldBeTrue(name);
                for (int row = 0; row < texts.Length; row++) Utf8.IsValid(texts.GetBytes(row)).ShouldBeTrue($"{name}, row {row}");
                break;
            case DictionaryArray words: ShouldBeText(words.Dictionary, name); break;
            case ListArray lists: ShouldBeText(lists.Values, name); break;
            case StructArray structs:
                foreach (IArrowArray field in structs.Fields) ShouldBeText(field, name);
                break;
        }
    }

    private static List<byte[]> MessagesOf(string dataset, Network network, byte[] xdr)
    {
        using var messages = new DatasetMessages(Catalog.Find(dataset), network, AllOf(dataset));
        Ledger ledger = new LedgerWalk(network).Read(xdr);
        return [.. messages.Of(in ledger, new Position("stellar.standalone.raw-ledgers.v1", 0, 0)).Select(message => message.Value)];
    }

    private static RecordBatch RowsOf(string dataset, Network network, byte[] xdr)
    {
        using IExtractor extractor = Catalog.Find(dataset).NewExtractor(network, AllOf(dataset));
        Ledger ledger = new LedgerWalk(network).Read(xdr);
        return extractor.Extract(in ledger);
    }

    private ParquetFile ParquetOf(string dataset, IEnumerable<(Network Network, byte[] Xdr)> ledgers)
    {
        using var parquet = new ParquetWriter(SchemaOf(dataset));
        foreach ((Network network, byte[] xdr) in ledgers) parquet.Append(RowsOf(dataset, network, xdr));
        parquet.RepairedTexts.ShouldBe(0);
        return parquet.Write(_folder.PathOf("rows.parquet"), []);
    }

    private static Schema SchemaOf(string dataset)
    {
        using IExtractor extractor = Catalog.Find(dataset).NewExtractor(Simulated.Network, AllOf(dataset));
        return extractor.Schema;
    }

    private static Selection AllOf(string dataset) => Selection.Of(
        diagnostics: Catalog.Find(dataset).Filters.Contains(nameof(Selection.Diagnostics)),
        evictions: Catalog.Find(dataset).Filters.Contains(nameof(Selection.Evictions)));

    private static IEnumerable<(Network, byte[])> Hostile(string set, int oneIn)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        var network = new Network(set, ledgers.Passphrase);
        return ledgers.LedgerCloseMetas().Where((xdr, i) => i % oneIn == 0 && xdr.Length <= MaxLength).Select(xdr => (network, HostileText.Of(xdr.ToArray(), network)));
    }
}
