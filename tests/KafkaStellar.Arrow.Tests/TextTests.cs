using System.Text;
using System.Text.Unicode;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

/// <summary>Columns of text are UTF-8, whatever a builder is given: readers that check refuse a whole message for one bad byte.</summary>
public sealed class TextTests
{
    /// <summary>Bytes, and what Rust's <c>String::from_utf8_lossy</c> makes of them.</summary>
    public static TheoryData<byte[], string> Bytes => new()
    {
        { "plain"u8.ToArray(), "plain" },
        { "Zürich 日本 😀\0"u8.ToArray(), "Zürich 日本 😀\0" },
        { "\ufffd"u8.ToArray(), "\ufffd" }, // which somebody may have chosen
        { [], "" },
        { [0xFF], "\ufffd" },
        { [0x80, 0xBF], "\ufffd\ufffd" }, // continuations of nothing
        { [(byte)'a', 0xC3], "a\ufffd" }, // a character without its end
        { [0xE2, 0x82, (byte)'b'], "\ufffdb" }, // its beginning is one part
        { [0xF0, 0x9F, 0x98], "\ufffd" },
        { [0xC0, 0xAF], "\ufffd\ufffd" }, // a longer form of '/'
        { [0xED, 0xA0, 0x80], "\ufffd\ufffd\ufffd" }, // half of a surrogate pair
        { [0xF4, 0x90, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd" }, // past U+10FFFF
        { [0xF8, 0x88, 0x80, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd\ufffd" },
        { [(byte)'"', 0xC3, (byte)'"', 0xA9], "\"\ufffd\"\ufffd" },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Bytes_that_are_not_UTF8_become_the_replacement_character_and_others_stay(byte[] bytes, string text)
    {
        using var builder = new StringArray.Builder();
        builder.Append(bytes);
        using StringArray array = builder.Build();

        array.GetBytes(0).ToArray().ShouldBe(Encoding.UTF8.GetBytes(text));
        array.IsWellFormed.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Bytes))]
    public void What_is_written_in_place_is_text_too(byte[] bytes, string text)
    {
        using var builder = new StringArray.Builder();
        bytes.CopyTo(builder.Reserve(100));
        builder.Commit(bytes.Length);
        using StringArray array = builder.Build();

        array.GetBytes(0).ToArray().ShouldBe(Encoding.UTF8.GetBytes(text));
    }

    [Theory]
    [MemberData(nameof(Bytes))]
    public void A_dictionary_holds_text_too(byte[] bytes, string text)
    {
        using var builder = new DictionaryArray.Builder();
        builder.Append(bytes);
        using DictionaryArray array = builder.Build();

        array.GetBytes(0).ToArray().ShouldBe(Encoding.UTF8.GetBytes(text));
        array.Dictionary.IsWellFormed.ShouldBeTrue();
    }

    [Fact]
    public void Half_of_a_surrogate_pair_becomes_the_replacement_character()
    {
        string characters = "a\ude00\ud83db\ud83d\ude00\ud83d";
        using var texts = new StringArray.Builder();
        using var words = new DictionaryArray.Builder();
        texts.Append(characters);
        words.Append(characters);
        using StringArray column = texts.Build();
        using DictionaryArray dictionary = words.Build();

        column.GetBytes(0).ToArray().ShouldBe("a\ufffd\ufffdb😀\ufffd"u8.ToArray());
        dictionary.GetBytes(0).ToArray().ShouldBe("a\ufffd\ufffdb😀\ufffd"u8.ToArray());
    }

    [Fact]
    public void A_character_that_is_cut_between_two_values_is_none_of_either()
    {
        using var builder = new StringArray.Builder();
        builder.Append([0xC3]);
        builder.Append([0xA9]); // together an é: good as a whole, bad each by itself
        using StringArray array = builder.Build();

        array.GetBytes(0).ToArray().ShouldBe("\ufffd"u8.ToArray());
        array.GetBytes(1).ToArray().ShouldBe("\ufffd"u8.ToArray());
    }

    [Fact]
    public void A_bad_value_changes_no_other_and_no_null()
    {
        using var builder = new StringArray.Builder();
        builder.Append("é"u8);
        builder.AppendNull();
        builder.Append([0xFF]);
        builder.Append("");
        builder.AppendNull();
        builder.Append("z");
        using StringArray array = builder.Build();

        Enumerable.Range(0, array.Length).Select(array.GetString).ShouldBe(["é", null, "\ufffd", "", null, "z"]);
        array.NullCount.ShouldBe(2);
    }

    [Fact]
    public void A_builder_that_repaired_a_column_gathers_the_next_from_nothing()
    {
        using var builder = new StringArray.Builder();
        builder.Append([0xFF]);
        using (StringArray first = builder.Build()) first.Length.ShouldBe(1);
        builder.Append("next");
        using StringArray second = builder.Build();

        second.GetString(0).ShouldBe("next");
        second.Length.ShouldBe(1);
    }

    [Fact]
    public void Texts_that_differ_in_bad_bytes_only_are_one_of_a_dictionary()
    {
        using var builder = new DictionaryArray.Builder();
        foreach (byte[] word in new byte[][] { [0xFF], [0xFE], "\ufffd"u8.ToArray(), "fee"u8.ToArray(), [0xFF] }) builder.Append(word);
        using DictionaryArray array = builder.Build();

        array.Indices.ToArray().ShouldBe([0, 0, 0, 1, 0]);
        array.Dictionary.Length.ShouldBe(2);
    }

    [Fact]
    public void Text_in_lists_and_structs_is_text_too()
    {
        using var lists = new ListArray.Builder(StringType.Default);
        using var structs = new StructArray.Builder(new StructType([new Field("word", StringType.Default, nullable: true)]));
        lists.Append();
        ((StringArray.Builder)lists.ValueBuilder).Append([0xFF]);
        structs.Append();
        ((StringArray.Builder)structs.FieldBuilder(0)).Append([0xFF]);
        using ListArray list = lists.Build();
        using StructArray pair = structs.Build();

        ((StringArray)list.Values).GetBytes(0).ToArray().ShouldBe("\ufffd"u8.ToArray());
        ((StringArray)pair.Fields[0]).GetBytes(0).ToArray().ShouldBe("\ufffd"u8.ToArray());
    }

    [Fact]
    public void What_others_wrote_is_read_as_it_is_and_tells_whether_it_is_text()
    {
        var schema = new Schema([new Field("memo", StringType.Default, nullable: false)]);
        using var builder = new StringArray.Builder();
        builder.Append("a memo");
        using var rows = new RecordBatch(schema, [builder.Build()], 1);
        byte[] stream = ArrowIpc.Serialize(rows);
        stream[stream.AsSpan().IndexOf("a memo"u8)] = 0xFF;

        using RecordBatch read = ArrowIpc.Deserialize(stream);

        var memo = (StringArray)read.Column("memo");
        memo.GetBytes(0).ToArray().ShouldBe([0xFF, .. " memo"u8]);
        memo.IsWellFormed.ShouldBeFalse();
    }

    [Fact]
    public void A_slice_is_judged_by_its_own_rows()
    {
        var schema = new Schema([new Field("memo", StringType.Default, nullable: false)]);
        using var builder = new StringArray.Builder();
        foreach (string text in new[] { "bad", "é", "good" }) builder.Append(text);
        using var rows = new RecordBatch(schema, [builder.Build()], 3);
        byte[] stream = ArrowIpc.Serialize(rows);
        stream[stream.AsSpan().IndexOf("bad"u8)] = 0xC3;
        using RecordBatch read = ArrowIpc.Deserialize(stream);
        using RecordBatch first = read.Slice(0, 2), rest = read.Slice(1, 2), none = read.Slice(0, 0);

        ((StringArray)first.Column("memo")).IsWellFormed.ShouldBeFalse();
        ((StringArray)rest.Column("memo")).IsWellFormed.ShouldBeTrue();
        ((StringArray)none.Column("memo")).IsWellFormed.ShouldBeTrue();
    }

    [Fact]
    public void Random_bytes_are_text_as_the_platform_reads_them()
    {
        var random = new Random(7);
        using var builder = new StringArray.Builder();
        var expected = new List<string>();
        for (int row = 0; row < 5_000; row++)
        {
            byte[] bytes = new byte[random.Next(9)];
            random.NextBytes(bytes);
            expected.Add(Encoding.UTF8.GetString(bytes));
            builder.Append(bytes);
        }

        using StringArray array = builder.Build();

        Enumerable.Range(0, array.Length).Select(row => Encoding.UTF8.GetString(array.GetBytes(row))).ShouldBe(expected);
        Enumerable.Range(0, array.Length).Where(row => !Utf8.IsValid(array.GetBytes(row))).ShouldBeEmpty();
    }
}
