using System.Text;
using System.Text.Json;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Types;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Rows;

namespace KafkaStellar.Workers.Tests;

public sealed class RowsOutputTests : IDisposable
{
    private static readonly byte[] s_notUtf8 = [(byte)'a', 0xFF, (byte)'b'];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_type_has_its_JSON_form_and_nothing_is_rounded()
    {
        using RecordBatch rows = EveryKind.Rows();

        string[] lines = Write("jsonl", rows).Split('\n');

        lines.Length.ShouldBe(3);
        lines[0].ShouldBe(
            "{\"u8\":255,\"i8\":-128,\"u16\":65535,\"i16\":-32768,\"u32\":4294967295,\"i32\":-2147483648,\"u64\":18446744073709551615,"
            + "\"i64\":-9223372036854775808,\"f64\":0.1,\"flag\":true,\"at\":\"2025-06-15T15:06:40.123456Z\",\"day\":\"2024-10-04\","
            + "\"amount\":\"12345678901234567890123456789012345678\",\"hash\":\"00abcdff\",\"bytes\":\"+/8=\",\"text\":\"a \\\"b\\\", c\\n\u00e9\","
            + "\"word\":\"fee\",\"list\":[\"AQ==\",null],\"pair\":{\"x\":-5}}");
        using JsonDocument nulls = JsonDocument.Parse(lines[1]);
        nulls.RootElement.EnumerateObject().ShouldAllBe(column => column.Value.ValueKind == JsonValueKind.Null);
        nulls.RootElement.EnumerateObject().Count().ShouldBe(rows.ColumnCount);
        lines[2].ShouldBe("");
    }

    [Theory]
    [InlineData(0L, "\"1970-01-01T00:00:00Z\"")]
    [InlineData(1L, "\"1970-01-01T00:00:00.000001Z\"")]
    [InlineData(-1L, "\"1969-12-31T23:59:59.999999Z\"")]
    [InlineData(253_402_300_799_000_000L, "\"9999-12-31T23:59:59Z\"")]
    [InlineData(253_402_300_800_000_000L, "253402300800000000")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public void A_time_is_RFC_3339_and_past_the_year_9999_the_number_it_is(long microseconds, string json)
    {
        using var column = new TimestampArray.Builder();
        column.Append(microseconds);
        using var rows = new RecordBatch(new Schema([new Field("at", TimestampType.MicrosecondUtc, nullable: false)]), [column.Build()], 1);

        Write("jsonl", rows).ShouldBe($"{{\"at\":{json}}}\n");
    }

    [Fact]
    public void Text_that_is_no_UTF_8_has_a_replacement_character_where_it_is_not()
    {
        using RecordBatch rows = EveryKind.Texts(s_notUtf8, [], null, Encoding.UTF8.GetBytes("\u65e5"));

        Write("jsonl", rows).ShouldBe("{\"memo\":\"a\ufffdb\"}\n{\"memo\":\"\"}\n{\"memo\":null}\n{\"memo\":\"\u65e5\"}\n");
    }

    [Fact]
    public void CSV_begins_with_the_names_and_quotes_what_needs_it()
    {
        using RecordBatch rows = EveryKind.Rows();

        string csv = Write("csv", rows);

        csv.ShouldBe(
            "u8,i8,u16,i16,u32,i32,u64,i64,f64,flag,at,day,amount,hash,bytes,text,word,list,pair\r\n"
            + "255,-128,65535,-32768,4294967295,-2147483648,18446744073709551615,-9223372036854775808,0.1,true,2025-06-15T15:06:40.123456Z,2024-10-04,"
            + "12345678901234567890123456789012345678,00abcdff,+/8=,\"a \"\"b\"\", c\n\u00e9\",fee,\"[\"\"AQ==\"\",null]\",\"{\"\"x\"\":-5}\"\r\n"
            + $"{new string(',', rows.ColumnCount - 1)}\r\n");
    }

    [Fact]
    public void In_CSV_null_is_nothing_and_empty_text_is_two_quotes()
    {
        using RecordBatch rows = EveryKind.Texts([], null, s_notUtf8, "1,2"u8.ToArray(), "a\rb"u8.ToArray());

        Write("csv", rows).ShouldBe("memo\r\n\"\"\r\n\r\na\ufffdb\r\n\"1,2\"\r\n\"a\rb\"\r\n");
    }

    [Fact]
    public void An_Arrow_stream_has_a_batch_for_each_that_was_written()
    {
        using RecordBatch rows = EveryKind.Texts([], null);
        Write("arrow", rows, times: 2);

        IReadOnlyList<RecordBatch> back = ArrowIpc.DeserializeAll(File.ReadAllBytes(_folder.PathOf("rows")));

        back.Count.ShouldBe(2);
        back.ShouldAllBe(batch => batch.Length == 2 && batch.Column("memo").IsNull(1) && !batch.Column("memo").IsNull(0));
    }

    [Fact]
    public void A_Parquet_file_holds_all_batches()
    {
        using RecordBatch rows = EveryKind.Texts("x"u8.ToArray(), null);
        Write("parquet", rows, times: 3);

        using var database = new DuckDb();
        using DuckDbText answer = database.QueryText($"SELECT count(*), count(memo) FROM read_parquet({DuckDb.Literal(_folder.PathOf("rows"))})");
        answer.Rows().ToList().ShouldHaveSingleItem().ShouldBe(["6", "3"]);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("arrow")]
    [InlineData("parquet")]
    public void A_file_appears_only_when_it_is_complete(string format)
    {
        using RecordBatch rows = EveryKind.Texts("x"u8.ToArray());
        using (IRowsOutput output = Open(format, rows))
        {
            output.Write(rows);
            File.Exists(_folder.PathOf("rows")).ShouldBeFalse();
        }

        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
        Write(format, rows);
        Directory.GetFiles(_folder.Path).ShouldHaveSingleItem().ShouldBe(_folder.PathOf("rows"));
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public void A_file_that_was_there_stays_until_the_new_one_is_complete(string format)
    {
        File.WriteAllText(_folder.PathOf("rows"), "old");
        using RecordBatch rows = EveryKind.Texts("x"u8.ToArray());
        using (IRowsOutput output = Open(format, rows)) output.Write(rows);
        File.ReadAllText(_folder.PathOf("rows")).ShouldBe("old");

        Write(format, rows).ShouldNotBe("old");
    }

    [Fact]
    public void A_format_or_a_codec_that_there_is_not_is_refused_before_anything_is_written()
    {
        Should.Throw<ArgumentException>(() => RowsOutputs.Of("xml", OutputPlace.Of(_folder.PathOf("rows")), "zstd")).Message.ShouldContain("xml");
        Should.Throw<ArgumentException>(() => RowsOutputs.Of("parquet", OutputPlace.Of(_folder.PathOf("rows")), "zip")).Message.ShouldContain("zip");
        Should.Throw<ArgumentException>(() => RowsOutputs.Of("parquet", OutputPlace.Of(null), "zstd")).Message.ShouldContain("--output");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    private IRowsOutput Open(string format, RecordBatch rows) => RowsOutputs.Of(format, OutputPlace.Of(_folder.PathOf("rows")), "zstd")(rows.Schema);

    private string Write(string format, RecordBatch rows, int times = 1)
    {
        using IRowsOutput output = Open(format, rows);
        for (int i = 0; i < times; i++) output.Write(rows);
        output.Complete();
        return File.ReadAllText(_folder.PathOf("rows"));
    }
}
