using System.Buffers.Binary;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Ipc.FlatBuffers;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

/// <summary>What the reader refuses, and in which words.</summary>
public class RefusalTests
{
    private static readonly Schema Text = Of("text", StringType.Default, nullable: true);

    [Fact]
    public void An_empty_input() => Refusal([]).ShouldContain("ends after 0 of 8 bytes");

    [Fact]
    public void A_stream_of_nothing_but_its_end() =>
        Refusal([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]).ShouldContain("ends before its schema");

    [Fact]
    public void A_stream_without_continuation_markers() => Refusal([16, 0, 0, 0, 0, 0, 0, 0]).ShouldContain("no continuation marker");

    [Fact]
    public void A_stream_without_its_end() =>
        Refusal(ArrowIpc.Serialize(Text, [])[..^8]).ShouldContain("end-of-stream marker");

    [Theory]
    [InlineData(0, "V1")]
    [InlineData(3, "V4")]
    [InlineData(5, "V6")]
    public void Another_metadata_version(short version, string name) =>
        Refusal(Crafted.SchemaOf(5, Crafted.Empty, version)).ShouldContain($"metadata version {name}; only V5");

    [Fact]
    public void A_big_endian_stream() => Refusal(Crafted.SchemaOf(5, Crafted.Empty, endianness: 1)).ShouldContain("big-endian");

    [Theory]
    [InlineData(9)] // time
    [InlineData(14)] // union
    [InlineData(17)] // map
    [InlineData(20)] // large utf8
    [InlineData(24)] // utf8 view
    [InlineData(99)]
    public void Types_that_are_not_ours(byte code) =>
        Refusal(Crafted.SchemaOf(code, Crafted.Empty)).ShouldContain("column x has a type that is not supported");

    [Fact]
    public void A_decimal_of_256_bits() => Refusal(Crafted.SchemaOf(7, writer =>
    {
        FlatTableWriter type = writer.BeginTable(4, 4, 4);
        type.Set(0, 50);
        type.Set(1, 0);
        type.Set(2, 256);
        return type.Start;
    })).ShouldContain("Decimal");

    [Fact]
    public void A_list_without_its_element() => Refusal(Crafted.SchemaOf(12, Crafted.Empty)).ShouldContain("List with 0 children");

    [Theory]
    [InlineData(0, "LZ4")]
    [InlineData(1, "ZSTD")]
    public void A_compressed_body(byte codec, string name)
    {
        byte[] batch = Crafted.Message(4, 3, writer =>
        {
            FlatTableWriter table = writer.BeginTable(8, 4, 4, 4);
            table.Set(0, 1L);
            table.PointAt(1, writer.Vector([1, 0], 2));
            table.PointAt(2, writer.Vector([0, 0, 0, 0, 0, 0], 2));
            FlatTableWriter compression = writer.BeginTable(1, 1);
            table.PointAt(3, compression.Start);
            compression.Set(0, codec);
            return table.Start;
        });

        Refusal([.. ArrowIpc.Serialize(Text, [])[..^8], .. batch]).ShouldContain($"compressed with {name}");
    }

    [Fact]
    public void Columns_that_nest_too_deep()
    {
        IArrowType type = StringType.Default;
        for (int depth = 0; depth < 64; depth++)
            type = new ListType(new Field("item", type, nullable: true));

        Refusal(ArrowIpc.Serialize(Of("deep", type, nullable: true), [])).ShouldContain("nest deeper than 64");
        using var reader = new ArrowStreamReader(ArrowIpc.Serialize(Of("deep", ((ListType)type).ValueDataType, nullable: true), []));
        reader.Schema.FieldsList.Count.ShouldBe(1);
    }

    [Fact]
    public void Too_many_columns()
    {
        IEnumerable<Field> fields = Enumerable.Range(0, 10_001).Select(i => new Field($"c{i}", UInt8Type.Default, nullable: false));

        Refusal(ArrowIpc.Serialize(new Schema(fields), [])).ShouldContain("more than 10000 columns");
    }

    [Fact]
    public void A_small_schema_that_points_at_its_own_fields_again_and_again()
    {
        // Each level is a struct whose eight children are one and the same next level: 8^60 columns in 10 KB.
        byte[] bytes = Crafted.Message(4, 1, writer =>
        {
            FlatTableWriter schema = writer.BeginTable(2, 4);
            int elements = writer.BeginTableVector(1, out int vector);
            schema.PointAt(1, vector);
            int count = 1;
            for (int level = 0; level < 60; level++)
            {
                FlatTableWriter field = writer.BeginTable(4, 1, 1, 4, 0, 4);
                for (int i = 0; i < count; i++)
                    writer.PointAt(elements + 4 * i, field.Start);
                field.PointAt(0, writer.Text("s"));
                field.Set(2, (byte)13);
                field.PointAt(3, writer.BeginTable().Start);
                count = level == 59 ? 0 : 8;
                elements = writer.BeginTableVector(count, out vector);
                field.PointAt(5, vector);
            }

            return schema.Start;
        });

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(bytes).ShouldContain("more than 10000 columns");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(32 << 20);
    }

    [Fact]
    public void Metadata_with_a_key_twice()
    {
        byte[] bytes = Crafted.Message(4, 1, writer =>
        {
            FlatTableWriter schema = writer.BeginTable(2, 4, 4);
            writer.BeginTableVector(0, out int fields);
            schema.PointAt(1, fields);
            int elements = writer.BeginTableVector(2, out int pairs);
            schema.PointAt(2, pairs);
            for (int i = 0; i < 2; i++)
            {
                FlatTableWriter pair = writer.BeginTable(4, 4);
                writer.PointAt(elements + 4 * i, pair.Start);
                pair.PointAt(0, writer.Text("key"));
                pair.PointAt(1, writer.Text("value"));
            }

            return schema.Start;
        });

        Refusal(bytes).ShouldContain("the key key twice");
    }

    [Fact]
    public void Lengths_that_the_input_does_not_have()
    {
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0xFF, 0xC0, 0xFF, 0xFF, 0x7F];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Refusal(bytes).ShouldContain("ends after 0 of 2147483584 bytes");
        using var reader = new ArrowStreamReader(new MemoryStream(bytes));
        Should.Throw<ArrowFormatException>(() => reader.Schema);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public void Offsets_that_fall() =>
        Refusal(Crafted.Stream(Text, 3, Strings([0, 5, 3, 6], 6))).ShouldContain("row 1 of column text ends before it begins");

    [Fact]
    public void Offsets_beyond_the_values()
    {
        byte[] bytes = Crafted.Stream(Text, 1, Strings([0, 0x1234], 0x1234));
        int at = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0, 0, 0, 0, 0x34, 0x12, 0, 0]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 4), 0x123C);

        Refusal(bytes).ShouldContain("has 4660 bytes and needs 4668");
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), -8);
        Refusal(bytes).ShouldContain("ends before it begins");
    }

    [Fact]
    public void Lists_beyond_their_elements()
    {
        var type = new ListType(new Field("item", UInt8Type.Default, nullable: false));
        var values = new ArrayData(UInt8Type.Default, 0x1234, 0, 0, [default, new ArrowBuffer(new byte[0x1234])]);
        byte[] bytes = Crafted.Stream(Of("list", type, nullable: false), 1, new ArrayData(type, 1, 0, 0, [default, Int32s(0, 0x1234)], [values]));
        int at = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0, 0, 0, 0, 0x34, 0x12, 0, 0]);
        bytes[at + 4]++;

        Refusal(bytes).ShouldContain("lists up to element 4661 of 4660");
    }

    [Fact]
    public void Null_counts_that_are_wrong() =>
        Refusal(Crafted.Stream(Text, 3, Strings([0, 1, 2, 3], 3, validity: 0b101, nulls: 2))).ShouldContain("says 2 nulls and has 1");

    [Fact]
    public void A_null_in_a_column_that_allows_none() =>
        Refusal(Crafted.Stream(Of("text", StringType.Default, nullable: false), 3, Strings([0, 1, 2, 3], 3, validity: 0b101, nulls: 1)))
            .ShouldContain("column text allows no nulls and has 1");

    [Fact]
    public void A_null_in_a_field_that_allows_none_unless_its_struct_is_null()
    {
        var type = new StructType([new Field("inner", StringType.Default, nullable: false)]);
        Schema schema = Of("outer", type, nullable: true);
        ArrayData Inner() => Strings([0, 1, 2, 3], 3, validity: 0b101, nulls: 1);

        Refusal(Crafted.Stream(schema, 3, new ArrayData(type, 3, 0, 0, [default], [Inner()]))).ShouldContain("field inner allows no nulls");
        using RecordBatch allowed = ArrowIpc.Deserialize(
            Crafted.Stream(schema, 3, new ArrayData(type, 3, 1, 0, [new ArrowBuffer(new byte[] { 0b101 })], [Inner()])));
        allowed.Column(0).NullCount.ShouldBe(1);
    }

    [Fact]
    public void An_element_that_is_null_where_the_list_allows_none()
    {
        var type = new ListType(new Field("item", StringType.Default, nullable: false));
        ArrayData values = Strings([0, 1, 2, 3], 3, validity: 0b101, nulls: 1);

        Refusal(Crafted.Stream(Of("list", type, nullable: false), 1, new ArrayData(type, 1, 0, 0, [default, Int32s(0, 3)], [values])))
            .ShouldContain("elements of column list allow no nulls");
    }

    [Fact]
    public void Dictionary_indices_out_of_range_unless_the_row_is_null()
    {
        Schema schema = Of("kind", DictionaryType.Utf8, nullable: true);
        byte[] Stream(int index, bool isNull)
        {
            ArrowBuffer validity = isNull ? new ArrowBuffer(new byte[] { 0b01 }) : default;
            var column = new ArrayData(DictionaryType.Utf8, 2, isNull ? 1 : 0, 0, [validity, Int32s(0, index)], dictionary: Strings([0, 1], 1));
            var body = new BatchBody();
            body.Add(column);
            return Crafted.Stream(EncodedMessage.OfSchema(schema), EncodedMessage.OfDictionary(0, column.Dictionary!), EncodedMessage.OfBatch(2, body));
        }

        Refusal(Stream(1, isNull: false)).ShouldContain("row 1 of column kind has the index 1, and its dictionary 1 texts");
        Refusal(Stream(-1, isNull: false)).ShouldContain("index -1");
        using RecordBatch allowed = ArrowIpc.Deserialize(Stream(1, isNull: true));
        ((DictionaryArray)allowed.Column(0)).GetString(1).ShouldBeNull();
    }

    [Fact]
    public void A_dictionary_that_does_not_come_or_that_nobody_asked_for()
    {
        var column = new ArrayData(DictionaryType.Utf8, 1, 0, 0, [default, Int32s(0)], dictionary: Strings([0, 1], 1));
        Refusal(Crafted.Stream(Of("kind", DictionaryType.Utf8, nullable: true), 1, column)).ShouldContain("the dictionary 0 of column kind has not arrived");

        EncodedMessage dictionary = EncodedMessage.OfDictionary(7, Strings([0, 1], 1));
        Refusal(Crafted.Stream(EncodedMessage.OfSchema(Text), dictionary)).ShouldContain("a dictionary 7 that no column has");
    }

    [Fact]
    public void A_second_schema()
    {
        EncodedMessage schema = EncodedMessage.OfSchema(Text);
        Refusal(Crafted.Stream(schema, schema)).ShouldContain("a message of kind 1 where a record batch is expected");
    }

    [Fact]
    public void More_or_fewer_arrays_than_columns()
    {
        Refusal(Crafted.Stream(Text, 1, Strings([0, 1], 1), Strings([0, 1], 1))).ShouldContain("lists 2 nodes and 6 buffers");
        Refusal(Crafted.Stream(Text, 1)).ShouldContain("column text has none");
    }

    [Fact]
    public void Columns_shorter_than_their_batch() =>
        Refusal(Crafted.Stream(Text, 2, Strings([0, 1], 1))).ShouldContain("column text has 1 rows, and the batch 2");

    private static string Refusal(byte[] bytes) => Should.Throw<ArrowFormatException>(() => ArrowIpc.DeserializeAll(bytes)).Message;

    private static Schema Of(string name, IArrowType type, bool nullable) => new([new Field(name, type, nullable)]);

    private static ArrayData Strings(int[] offsets, int bytes, byte validity = 0, int nulls = 0) => new(
        StringType.Default,
        offsets.Length - 1,
        nulls,
        0,
        [nulls == 0 ? default : new ArrowBuffer(new[] { validity }), Int32s(offsets), new ArrowBuffer(new byte[bytes])]);

    private static ArrowBuffer Int32s(params int[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(int)];
        Buffer.BlockCopy(numbers, 0, bytes, 0, bytes.Length);
        return new ArrowBuffer(bytes);
    }
}
