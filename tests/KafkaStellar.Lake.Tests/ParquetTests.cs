using System.Security.Cryptography;
using System.Text.Json;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Types;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests;

public sealed class ParquetTests : IDisposable
{
    private static readonly KeyValuePair<string, string>[] s_metadata = [new("sink.id", "s'1"), new("kafka.topic", "stellar.pubnet.samples.v1")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_back_from_the_file_value_for_value()
    {
        ParquetFile file = Write("a.parquet", SampleRows.Cut(3000, 700));

        file.Rows.ShouldBe(3000);
        file.Length.ShouldBe(new FileInfo(file.Path).Length);
        file.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path))));
        using var duck = new DuckDb();
        using DuckDbRows back = duck.Query($"FROM {DuckDb.Literal(file.Path)}");
        int row = 0;
        while (back.ReadNextRecordBatch() is { } batch)
        {
            using RecordBatch expected = SampleRows.Make(row, batch.Length);
            using (batch) ShouldBeTheSame(batch, expected);
            row += expected.Length;
        }

        row.ShouldBe(3000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(2048)]
    [InlineData(7777)]
    [InlineData(20_000)]
    public void The_bytes_do_not_depend_on_how_the_rows_are_cut(int cut)
    {
        int rows = cut == 1 ? 3000 : 45_000;
        var options = new ParquetOptions { RowGroupRows = 10_240 };

        ParquetFile whole = Write("whole.parquet", SampleRows.Cut(rows, rows), options);
        ParquetFile inParts = Write("parts.parquet", SampleRows.Cut(rows, cut), options);

        inParts.Sha256.ShouldBe(whole.Sha256);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("zstd:9")]
    [InlineData("snappy")]
    [InlineData("gzip")]
    [InlineData("lz4")]
    [InlineData("brotli")]
    [InlineData("none")]
    public void Every_codec_gives_the_same_bytes_twice_and_the_rows_back(string codec)
    {
        var options = new ParquetOptions { Codec = ParquetCodec.Parse(codec) };
        options.Codec.ToString().ShouldBe(codec == "zstd" ? "zstd:3" : codec);

        ParquetFile one = Write("one.parquet", SampleRows.Cut(600, 100), options);
        ParquetFile two = Write("two.parquet", SampleRows.Cut(600, 100), options);

        two.Sha256.ShouldBe(one.Sha256);
        using var duck = new DuckDb();
        One(duck, $"SELECT count(*), sum(code) FROM {DuckDb.Literal(one.Path)}")
            .ShouldBe(["600", $"{int.MinValue - Enumerable.Range(0, 600).Where(row => row % 2 == 0 && row != 2).Sum(row => (long)row)}"]);
        string expected = codec.Split(':')[0] switch { "none" => "UNCOMPRESSED", "lz4" => "LZ4_RAW", var name => name.ToUpperInvariant() };
        One(duck, $"SELECT DISTINCT compression FROM parquet_metadata({DuckDb.Literal(one.Path)})").ShouldBe([expected]);
    }

    [Theory]
    [InlineData("zstd:0")]
    [InlineData("zstd:23")]
    [InlineData("zstd:x")]
    [InlineData("zstd:1:1")]
    [InlineData("snappy:1")]
    [InlineData("lzo")]
    [InlineData("")]
    public void A_codec_that_there_is_not_is_refused(string codec) => Should.Throw<FormatException>(() => ParquetCodec.Parse(codec));

    [Fact]
    public void Row_groups_have_the_rows_that_were_asked_for()
    {
        ParquetFile file = Write("a.parquet", SampleRows.Cut(10_000, 3000), new ParquetOptions { RowGroupRows = 4096 });

        using var duck = new DuckDb();
        using DuckDbText groups = duck.QueryText($"SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata({DuckDb.Literal(file.Path)}) ORDER BY 1");
        groups.Rows().Select(row => row[1]).ShouldBe(["4096", "4096", "1808"]);
    }

    [Fact]
    public void A_file_without_rows_has_its_columns()
    {
        ParquetFile file = Write("empty.parquet", []);

        using var duck = new DuckDb();
        One(duck, $"SELECT count(*) FROM {DuckDb.Literal(file.Path)}").ShouldBe(["0"]);
        using DuckDbRows rows = duck.Query($"FROM {DuckDb.Literal(file.Path)}");
        rows.Schema.FieldsList.Count.ShouldBe(SampleRows.Schema.FieldsList.Count);
    }

    [Fact]
    public void A_writer_writes_file_after_file_and_starts_empty_each_time()
    {
        using var writer = new ParquetWriter(SampleRows.Schema);
        writer.Append(SampleRows.Make(0, 100));
        writer.Rows.ShouldBe(100);
        writer.Bytes.ShouldBeGreaterThan(100 * 32);
        ParquetFile first = writer.Write(_folder.PathOf("1.parquet"), s_metadata);
        writer.Append(SampleRows.Make(50, 10));
        writer.Clear();
        writer.Rows.ShouldBe(0);
        writer.Append(SampleRows.Make(0, 100));

        ParquetFile second = writer.Write(_folder.PathOf("2.parquet"), s_metadata);

        second.Sha256.ShouldBe(first.Sha256);
    }

    [Fact]
    public void Rows_of_other_columns_are_refused()
    {
        using var writer = new ParquetWriter(SampleRows.Schema);
        var other = new Schema([new Field("ledger_seq", UInt32Type.Default, false)]);
        using var column = new UInt32Array.Builder();
        column.Append(1);

        Should.Throw<ArgumentException>(() => writer.Append(new RecordBatch(other, [column.Build()], 1))).Message.ShouldContain("has the columns ledger_seq");
    }

    [Fact]
    public void Text_of_a_topic_that_is_no_UTF8_keeps_its_row_and_gets_the_replacement_character()
    {
        var schema = new Schema([new Field("row", Int32Type.Default, false), new Field("memo", StringType.Default, true), new Field("kind", DictionaryType.Utf8, true)]);
        byte[][] memos = ["fine"u8.ToArray(), [0xFF, 0xFE, (byte)'A'], "nul\0"u8.ToArray(), [0xE2, 0x82], [0xAC, (byte)'x'], [0xED, 0xA0, 0x80], "é"u8.ToArray()];
        using var rows = new Int32Array.Builder();
        using var texts = new StringArray.Builder();
        using var kinds = new DictionaryArray.Builder();
        for (int i = 0; i < memos.Length; i++)
        {
            rows.Append(i);
            texts.Append(Ascii(memos[i]));
            kinds.Append(Ascii(memos[i]));
        }

        rows.Append(7);
        texts.AppendNull();
        kinds.AppendNull();
        using var made = new RecordBatch(schema, [rows.Build(), texts.Build(), kinds.Build()], 8);
        using var writer = new ParquetWriter(schema);
        writer.Append(Bent(made, memos));
        writer.RepairedTexts.ShouldBe(8);
        ParquetFile file = writer.Write(_folder.PathOf("text.parquet"), []);

        using var duck = new DuckDb();
        using DuckDbText back = duck.QueryText($"SELECT memo, kind FROM {DuckDb.Literal(file.Path)} ORDER BY row");
        string?[][] read = [.. back.Rows()];
        read.Select(row => row[0]).ShouldBe(["fine", "\ufffd\ufffdA", "nul\0", "\ufffd", "\ufffdx", "\ufffd\ufffd\ufffd", "é", null]);
        read.ShouldAllBe(row => row[0] == row[1]);
    }

    // No builder makes such a batch: one of ASCII is written, and its texts changed where they stand, in the column and in the dictionary.
    private static RecordBatch Bent(RecordBatch batch, byte[][] texts)
    {
        byte[] stream = ArrowIpc.Serialize(batch);
        byte[] wanted = [.. texts.SelectMany(text => text)], written = [.. texts.SelectMany(Ascii)];
        int found = 0;
        for (int at; (at = stream.AsSpan().IndexOf(written)) >= 0; found++) wanted.CopyTo(stream, at);
        found.ShouldBe(2);
        return ArrowIpc.Deserialize(stream);
    }

    private static byte[] Ascii(byte[] text) => [.. text.Select(one => (byte)(one & 0x7F))];

    [Fact]
    public void More_rows_than_the_memory_holds_go_to_the_scratch_folder()
    {
        Directory.CreateDirectory(_folder.PathOf("scratch"));
        var options = new ParquetOptions { MemoryLimitBytes = 24L << 20, ScratchFolder = _folder.PathOf("scratch"), RowGroupRows = 2048 };
        using var tight = new ParquetWriter(SampleRows.Schema, options);
        using var ample = new ParquetWriter(SampleRows.Schema, options with { MemoryLimitBytes = 1L << 30 });
        foreach (RecordBatch batch in SampleRows.Cut(300_000, 10_000))
        {
            tight.Append(batch.Slice(0, batch.Length));
            ample.Append(batch);
        }

        tight.Bytes.ShouldBeGreaterThan(options.MemoryLimitBytes);
        Directory.EnumerateFiles(options.ScratchFolder).ShouldNotBeEmpty();
        tight.Write(_folder.PathOf("tight.parquet"), s_metadata).Sha256.ShouldBe(ample.Write(_folder.PathOf("ample.parquet"), s_metadata).Sha256);
        tight.Dispose();
        Directory.EnumerateFileSystemEntries(options.ScratchFolder).ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_that_is_missing_is_said_and_the_rows_stay()
    {
        using var writer = new ParquetWriter(SampleRows.Schema);
        writer.Append(SampleRows.Make(0, 10));

        Should.Throw<DuckDbException>(() => writer.Write(_folder.PathOf("missing/a.parquet"), s_metadata)).Message.ShouldContain("missing/a.parquet");

        writer.Rows.ShouldBe(10);
        writer.Write(_folder.PathOf("a.parquet"), s_metadata).Rows.ShouldBe(10);
    }

    [SkippableFact]
    public async Task An_independent_reader_reads_the_same_rows_and_the_metadata()
    {
        ParquetFile file = Write("a.parquet", SampleRows.Cut(500, 100));

        IReadOnlyList<JsonElement> rows = await Peer.RowsAsync("parquet", file.Path);

        rows.Count.ShouldBe(500);
        JsonElement second = rows[1];
        second.GetProperty("ledger_seq").GetUInt32().ShouldBe(uint.MaxValue);
        second.GetProperty("fee").GetInt64().ShouldBe(long.MinValue);
        second.GetProperty("balance").GetUInt64().ShouldBe(ulong.MaxValue);
        second.GetProperty("amount").GetString().ShouldBe(SampleRows.LargestAmount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        second.GetProperty("closed_at").GetString().ShouldBe("2023-11-14T22:13:20.000007Z");
        second.GetProperty("hash").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(1))));
        second.GetProperty("topics").GetArrayLength().ShouldBe(1);
        second.GetProperty("pair").GetProperty("b").GetString().ShouldBe("b1");
        rows[4].GetProperty("account").ValueKind.ShouldBe(JsonValueKind.Null);
        JsonElement metadata = (await Peer.RowsAsync("parquet", "--meta", file.Path))[0].GetProperty("key_value_metadata");
        metadata.GetProperty("sink.id").GetString().ShouldBe("s'1");
        metadata.TryGetProperty("ARROW:schema", out _).ShouldBeTrue();
        string schema = (await Peer.RunAsync("parquet", "--schema", file.Path)).Output;
        schema.ShouldContain("isAdjustedToUTC=true, timeUnit=microseconds");
        schema.ShouldContain("Decimal(precision=38, scale=0)");
        schema.ShouldContain("UINT_64");
        schema.ShouldContain("\"PARQUET:field_id\":\"13\"");
    }

    private ParquetFile Write(string name, IEnumerable<RecordBatch> batches, ParquetOptions? options = null)
    {
        using var writer = new ParquetWriter(SampleRows.Schema, options);
        foreach (RecordBatch batch in batches) writer.Append(batch);
        return writer.Write(_folder.PathOf(name), s_metadata);
    }

    private static string?[] One(DuckDb duck, string sql)
    {
        using DuckDbText text = duck.QueryText(sql);
        return text.Rows().ToList().ShouldHaveSingleItem();
    }

    private static void ShouldBeTheSame(RecordBatch actual, RecordBatch expected)
    {
        for (int column = 0; column < expected.ColumnCount; column++)
        {
            string name = expected.Schema.FieldsList[column].Name;
            for (int row = 0; row < expected.Length; row++)
                Value(actual.Column(column), row).ShouldBe(Value(expected.Column(column), row), $"{name}, row {row}");
        }
    }

    private static string? Value(IArrowArray column, int row) => column switch
    {
        _ when column.IsNull(row) => null,
        StringArray text => text.GetString(row),
        DictionaryArray text => text.GetString(row),
        VariableBinaryArray bytes => Convert.ToHexString(bytes.GetBytes(row)),
        FixedSizeBinaryArray bytes => Convert.ToHexString(bytes.GetBytes(row)),
        UInt32Array number => $"{number.GetValue(row)}",
        Int32Array number => $"{number.GetValue(row)}",
        Int64Array number => $"{number.GetValue(row)}",
        UInt64Array number => $"{number.GetValue(row)}",
        TimestampArray time => $"{time.Values[row]}",
        BooleanArray flag => $"{flag.GetValue(row)}",
        Decimal128Array number => $"{number.GetValue(row)}",
        ListArray list => Join(list.GetSlicedValues(row)!),
        StructArray pair => $"{Value(pair.Fields[0], row)}|{Value(pair.Fields[1], row)}",
        _ => throw new NotSupportedException(column.GetType().Name),
    };

    private static string Join(IArrowArray values)
    {
        using (values) return string.Join(",", Enumerable.Range(0, values.Length).Select(index => Value(values, index)));
    }
}
