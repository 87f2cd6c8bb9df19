using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

public class SchemaTests
{
    [Fact]
    public void Schemas_compare_by_value_with_the_order_of_their_metadata()
    {
        Schema Make(params string[] keys) => new(
            [new Field("a", new ListType(new Decimal128Type(38, 0)), nullable: true)],
            keys.Select(key => new KeyValuePair<string, string>(key, "v")));

        Make("x", "y").ShouldBe(Make("x", "y"));
        Make("x", "y").GetHashCode().ShouldBe(Make("x", "y").GetHashCode());
        Make("x", "y").ShouldNotBe(Make("y", "x"));
        Make("x").HasSameColumns(Make("z")).ShouldBeTrue();
        Make("b", "a", "c").Metadata.Keys.ShouldBe(["b", "a", "c"]);
    }

    [Fact]
    public void Types_compare_by_value()
    {
        new Decimal128Type(38, 0).ShouldBe(new Decimal128Type(38, 0));
        new Decimal128Type(38, 0).ShouldNotBe(new Decimal128Type(38, 7));
        new FixedSizeBinaryType(32).ShouldNotBe(new FixedSizeBinaryType(20));
        TimestampType.MicrosecondUtc.ShouldBe(new TimestampType(TimeUnit.Microsecond, "UTC"));
        TimestampType.MicrosecondUtc.ShouldNotBe(new TimestampType(TimeUnit.Microsecond, null));
        new StructType([new Field("a", BinaryType.Default, nullable: true)]).ShouldBe(new StructType([new Field("a", BinaryType.Default, nullable: true)]));
        new StructType([new Field("a", BinaryType.Default, nullable: true)]).ShouldNotBe(new StructType([new Field("a", StringType.Default, nullable: true)]));
        UInt32Type.Default.Equals((IArrowType)Int32Type.Default).ShouldBeFalse();
    }

    [Fact]
    public void Schemas_read_like_their_columns() =>
        EveryType.Schema.ToString().ShouldBe(
            "u32: uint32, u64: uint64?, i32: int32?, i64: int64?, flag: bool?, text: utf8?, bytes: binary?, hash: fixed_size_binary[32]?, "
            + "amount: decimal128(38, 0)?, closed_at: timestamp[us, UTC], topics: list<item: binary?>?, "
            + "pair: struct<flag: bool, number: decimal128(38, 7)?>?, kind: dictionary<utf8, int32>?, nothing: null?");

    [Fact]
    public void Columns_are_found_by_name_and_the_first_of_two_wins()
    {
        var schema = new Schema([
            new Field("a", UInt32Type.Default, nullable: false),
            new Field("b", UInt32Type.Default, nullable: false),
            new Field("a", StringType.Default, nullable: false),
        ]);

        schema.GetFieldIndex("b").ShouldBe(1);
        schema.GetFieldByName("a")!.DataType.ShouldBe(UInt32Type.Default);
        schema.GetFieldIndex("c").ShouldBe(-1);
        schema.GetFieldByName("c").ShouldBeNull();
    }

    [Fact]
    public void A_batch_refuses_arrays_that_are_not_its_schema()
    {
        var schema = new Schema([new Field("a", UInt32Type.Default, nullable: false)]);
        using var numbers = new UInt32Array.Builder();
        using var texts = new StringArray.Builder();
        numbers.AppendNull();
        using UInt32Array nulls = numbers.Build();
        numbers.Append(1u);
        using UInt32Array one = numbers.Build();
        using StringArray text = texts.Build();

        Should.Throw<ArgumentException>(() => new RecordBatch(schema, [nulls], 1)).Message.ShouldContain("a allows no nulls and has 1");
        Should.Throw<ArgumentException>(() => new RecordBatch(schema, [one], 2)).Message.ShouldContain("a has 1 rows, and the batch 2");
        Should.Throw<ArgumentException>(() => new RecordBatch(schema, [text], 0)).Message.ShouldContain("a is uint32, and the array given for it utf8");
        Should.Throw<ArgumentException>(() => new RecordBatch(schema, [one, text], 1)).Message.ShouldContain("2 arrays for a schema of 1 columns");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(39, 0)]
    public void Decimals_have_1_to_38_digits(int precision, int scale) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Decimal128Type(precision, scale));
}
