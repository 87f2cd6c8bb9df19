using System.Runtime.InteropServices;
using System.Text;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

public class BuilderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void Numbers_come_back_in_order_however_often_the_memory_grew(int rows)
    {
        using var builder = new UInt32Array.Builder();
        for (int i = 0; i < rows; i++)
            builder.Append((uint)i * 2_654_435_761);

        builder.Length.ShouldBe(rows);
        builder.ByteLength.ShouldBe(rows * 4L);
        using UInt32Array array = builder.Build();

        array.Length.ShouldBe(rows);
        array.NullCount.ShouldBe(0);
        array.Data.BufferList[0].IsEmpty.ShouldBeTrue("no bitmap without nulls");
        array.Values.ToArray().ShouldBe(Enumerable.Range(0, rows).Select(i => (uint)i * 2_654_435_761));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    public void The_first_null_may_come_late_and_rows_before_it_stay_valid(int nullEvery)
    {
        using var builder = new Int64Array.Builder();
        for (int i = 0; i < 70_000; i++)
        {
            if (i > 40_000 && i % nullEvery == 0)
                builder.AppendNull();
            else
                builder.Append(i);
        }

        int nulls = Enumerable.Range(40_001, 29_999).Count(i => i % nullEvery == 0);
        builder.NullCount.ShouldBe(nulls);
        builder.ByteLength.ShouldBe(70_000 * 8L + 70_000 / 8);
        using Int64Array array = builder.Build();

        array.NullCount.ShouldBe(nulls);
        Enumerable.Range(0, array.Length).Where(i => array.GetValue(i) != (i > 40_000 && i % nullEvery == 0 ? null : i)).ShouldBeEmpty();
    }

    [Fact]
    public void Under_a_null_stand_zeros_and_after_the_last_row_too()
    {
        using var numbers = new UInt64Array.Builder();
        using var hashes = new FixedSizeBinaryArray.Builder(32);
        numbers.Append(ulong.MaxValue);
        numbers.AppendNull();
        hashes.Append(Enumerable.Repeat((byte)0xFF, 32).ToArray());
        hashes.AppendNull();

        using UInt64Array numberArray = numbers.Build();
        using FixedSizeBinaryArray hashArray = hashes.Build();

        numberArray.Values[1].ShouldBe(0ul);
        hashArray.Data.BufferList[1].Span[32..64].ToArray().ShouldAllBe(b => b == 0);
        numberArray.Data.BufferList[0].Span.ToArray().ShouldBe([0b01]);
    }

    [Fact]
    public void A_builder_is_empty_and_reusable_after_a_build()
    {
        using var builder = new StringArray.Builder();
        builder.Append("first");
        builder.AppendNull();
        using StringArray first = builder.Build();

        builder.Length.ShouldBe(0);
        builder.NullCount.ShouldBe(0);
        builder.Append("second");
        using StringArray second = builder.Build();
        using StringArray empty = builder.Build();

        first.GetString(0).ShouldBe("first");
        first.GetString(1).ShouldBeNull();
        second.Length.ShouldBe(1);
        second.NullCount.ShouldBe(0);
        second.GetString(0).ShouldBe("second");
        empty.Length.ShouldBe(0);
        empty.ValueOffsets.ToArray().ShouldBe([0]);
    }

    [Fact]
    public void Text_is_taken_as_string_as_characters_as_bytes_and_written_in_place()
    {
        using var builder = new StringArray.Builder();
        builder.Append("Zürich");
        builder.Append("Zürich".AsSpan());
        builder.Append("Zürich"u8);
        builder.Commit(Encoding.UTF8.GetBytes("Zürich", builder.Reserve(100)));
        builder.Append((string?)null);
        builder.Append("");

        using StringArray array = builder.Build();

        Enumerable.Range(0, 4).ShouldAllBe(i => array.GetString(i) == "Zürich");
        array.GetString(4).ShouldBeNull();
        array.GetString(5).ShouldBe("");
        array.GetMemory(2).ToArray().ShouldBe("Zürich"u8.ToArray());
    }

    [Fact]
    public void What_is_committed_must_have_been_reserved()
    {
        using var builder = new BinaryArray.Builder();
        Should.Throw<InvalidOperationException>(() => builder.Commit(1));
        builder.Reserve(10).Length.ShouldBe(10);
        Should.Throw<InvalidOperationException>(() => builder.Commit(11));
        Should.Throw<InvalidOperationException>(() => builder.Commit(-1));
        builder.Commit(10);
        Should.Throw<InvalidOperationException>(() => builder.Commit(1)).Message.ShouldContain("1 bytes were committed, and 0 were reserved");
        builder.Reserve(4096 - 10);
        builder.Append(new byte[20]);
        Should.Throw<InvalidOperationException>(() => builder.Commit(4096 - 10)).Message.ShouldContain("reserved since the last value");
        builder.Length.ShouldBe(2);
    }

    [Fact]
    public void A_column_above_its_limit_is_refused_before_memory_is_asked_for()
    {
        using var builder = new BinaryArray.Builder();
        builder.Append([1]);

        Should.Throw<InvalidOperationException>(() => { builder.Reserve(int.MaxValue); }).Message.ShouldContain("2147483648 bytes; the limit is 2147483647");

        builder.Append([2]);
        using BinaryArray array = builder.Build();
        array.GetBytes(1).ToArray().ShouldBe([2]);
    }

    [Fact]
    public void A_hash_of_another_length_is_refused()
    {
        using var builder = new FixedSizeBinaryArray.Builder(32);
        Should.Throw<ArgumentException>(() => builder.Append(new byte[31])).Message.ShouldContain("has 31 bytes, and the column's values have 32");
        builder.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void Hashes_of_each_length_come_back(int width)
    {
        using var builder = new FixedSizeBinaryArray.Builder(width);
        for (int row = 0; row < 300; row++)
        {
            byte[] value = [.. Enumerable.Repeat((byte)row, width)];
            if (row % 2 == 0)
                builder.Append(value);
            else
                value.CopyTo(builder.AppendSpan());
        }

        using FixedSizeBinaryArray array = builder.Build();

        array.Length.ShouldBe(300);
        for (int row = 0; row < 300; row++)
            array.GetBytes(row).ToArray().ShouldBe(Enumerable.Repeat((byte)row, width));
    }

    [Fact]
    public void Decimals_keep_all_38_digits_and_refuse_more()
    {
        Int128 largest = Int128.Parse(new string('9', 38), null);
        using var builder = new Decimal128Array.Builder(new Decimal128Type(38, 0));
        builder.Append(largest);
        builder.Append(-largest);
        builder.Append((Int128?)null);
        Should.Throw<ArgumentOutOfRangeException>(() => builder.Append(largest + 1));
        Should.Throw<ArgumentOutOfRangeException>(() => builder.Append(Int128.MinValue));

        using Decimal128Array array = builder.Build();

        array.GetInt128(0).ShouldBe(largest);
        array.GetString(1).ShouldBe("-" + new string('9', 38));
        array.GetValue(2).ShouldBeNull();
        array.Length.ShouldBe(3);
    }

    [Theory]
    [InlineData(2, 12345, "123.45")]
    [InlineData(2, -5, "-0.05")]
    [InlineData(7, 0, "0.0000000")]
    [InlineData(-2, 12, "1200")]
    [InlineData(0, -12, "-12")]
    public void Decimals_are_written_with_their_scale(int scale, long unscaled, string text)
    {
        using var builder = new Decimal128Array.Builder(new Decimal128Type(20, scale));
        builder.Append(unscaled);
        using Decimal128Array array = builder.Build();
        array.GetString(0).ShouldBe(text);
    }

    [Theory]
    [InlineData(TimeUnit.Second, -1L, "1969-12-31T23:59:59.0000000")]
    [InlineData(TimeUnit.Millisecond, 1L, "1970-01-01T00:00:00.0010000")]
    [InlineData(TimeUnit.Microsecond, 1_781_786_096_000_007L, "2026-06-18T12:34:56.0000070")]
    [InlineData(TimeUnit.Nanosecond, -101L, "1969-12-31T23:59:59.9999998")]
    public void Timestamps_are_counted_in_their_unit(TimeUnit unit, long value, string time)
    {
        using var builder = new TimestampArray.Builder(new TimestampType(unit, "UTC"));
        builder.Append(value);
        builder.Append(DateTimeOffset.ParseExact(time + "Z", "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal));
        using TimestampArray array = builder.Build();

        array.GetTimestamp(0)!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", null).ShouldBe(time);
        array.Values[1].ShouldBe(unit == TimeUnit.Nanosecond ? -200 : value);
    }

    [Fact]
    public void A_time_within_a_unit_is_cut_down_before_and_after_1970()
    {
        using var builder = new TimestampArray.Builder(new TimestampType(TimeUnit.Second, null));
        builder.Append(DateTimeOffset.UnixEpoch.AddMilliseconds(1500));
        builder.Append(DateTimeOffset.UnixEpoch.AddMilliseconds(-1500));
        using TimestampArray array = builder.Build();
        array.Values.ToArray().ShouldBe([1, -2]);
    }

    [Fact]
    public void Lists_take_what_follows_them()
    {
        using var builder = new ListArray.Builder(UInt32Type.Default);
        var values = (UInt32Array.Builder)builder.ValueBuilder;
        Should.Throw<InvalidOperationException>(() => { values.Append(9); builder.Append(); }).Message.ShouldContain("before the first list began");
        values.Build().Dispose();
        builder.Append();
        values.AppendRange([1, 2, 3]);
        builder.AppendNull();
        builder.Append();
        builder.Append();
        values.Append(4u);

        using ListArray array = builder.Build();

        array.Length.ShouldBe(4);
        array.NullCount.ShouldBe(1);
        array.ValueOffsets.ToArray().ShouldBe([0, 3, 3, 3, 4]);
        array.GetRange(3).ShouldBe((3, 4));
        array.GetValueLength(1).ShouldBe(0);
        array.GetSlicedValues(1).ShouldBeNull();
        using var first = (UInt32Array)array.GetSlicedValues(0)!;
        first.Values.ToArray().ShouldBe([1, 2, 3]);
        builder.Length.ShouldBe(0);
        builder.ValueBuilder.Length.ShouldBe(0);
    }

    [Fact]
    public void Structs_need_one_value_a_field_and_fill_the_fields_of_a_null()
    {
        var type = new StructType([new Field("a", UInt32Type.Default, nullable: false), new Field("b", DictionaryType.Utf8, nullable: false)]);
        using var builder = new StructArray.Builder(type);
        builder.AppendNull();
        builder.Append();
        ((UInt32Array.Builder)builder.FieldBuilder(0)).Append(7u);
        Should.Throw<InvalidOperationException>(builder.Build).Message.ShouldContain("Field b has 1 values, and there are 2 structs");
        ((DictionaryArray.Builder)builder.FieldBuilder(1)).Append("x");

        using StructArray array = builder.Build();

        array.IsNull(0).ShouldBeTrue();
        array.Fields[0].NullCount.ShouldBe(0);
        ((UInt32Array)array.Fields[0]).Values.ToArray().ShouldBe([0, 7]);
        ((DictionaryArray)array.Fields[1]).GetString(1).ShouldBe("x");
    }

    [Fact]
    public void A_dictionary_holds_each_text_once_in_the_order_of_first_appearance()
    {
        using var builder = new DictionaryArray.Builder();
        for (int i = 0; i < 5000; i++)
            builder.Append($"text {i * 7 % 1000}");
        builder.AppendNull();
        builder.Append(""u8);
        builder.DictionaryLength.ShouldBe(1001);

        using DictionaryArray array = builder.Build();
        builder.Append("again");
        using DictionaryArray second = builder.Build();

        array.Dictionary.Length.ShouldBe(1001);
        Enumerable.Range(0, 1000).ShouldAllBe(i => array.Dictionary.GetString(i) == $"text {i * 7 % 1000}");
        Enumerable.Range(0, 5000).ShouldAllBe(i => array.GetString(i) == $"text {i * 7 % 1000}");
        array.GetString(5000).ShouldBeNull();
        array.GetString(5001).ShouldBe("");
        second.Dictionary.Length.ShouldBe(1);
        second.GetString(0).ShouldBe("again");
    }

    [Fact]
    public void Memory_starts_at_a_multiple_of_64()
    {
        using var builder = new UInt8Array.Builder();
        builder.Append((byte)1);
        using UInt8Array array = builder.Build();
        using System.Buffers.MemoryHandle pin = array.Data.BufferList[1].Memory.Pin();
        unsafe
        {
            ((nuint)pin.Pointer % 64).ShouldBe((nuint)0);
            MemoryMarshal.Read<byte>(new ReadOnlySpan<byte>(pin.Pointer, 1)).ShouldBe((byte)1);
        }
    }
}
