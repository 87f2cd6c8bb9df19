using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Workers.Tests;

/// <summary>Two rows with a column of every type that a dataset can have: the first with a value in each, the second with nulls.</summary>
internal static class EveryKind
{
    public const long Time = 1_750_000_000_123_456;

    public static RecordBatch Rows()
    {
        var fields = new List<Field>();
        var columns = new List<IArrowArray>();

        void Add<TArray>(string name, IArrowType type, ArrowArrayBuilder<TArray> builder, Action append)
            where TArray : IArrowArray
        {
            using (builder)
            {
                append();
                builder.AppendNull();
                fields.Add(new Field(name, type, nullable: true));
                columns.Add(builder.Build());
            }
        }

        var u8 = new UInt8Array.Builder();
        Add("u8", UInt8Type.Default, u8, () => u8.Append(byte.MaxValue));
        var i8 = new Int8Array.Builder();
        Add("i8", Int8Type.Default, i8, () => i8.Append(sbyte.MinValue));
        var u16 = new UInt16Array.Builder();
        Add("u16", UInt16Type.Default, u16, () => u16.Append(ushort.MaxValue));
        var i16 = new Int16Array.Builder();
        Add("i16", Int16Type.Default, i16, () => i16.Append(short.MinValue));
        var u32 = new UInt32Array.Builder();
        Add("u32", UInt32Type.Default, u32, () => u32.Append(uint.MaxValue));
        var i32 = new Int32Array.Builder();
        Add("i32", Int32Type.Default, i32, () => i32.Append(int.MinValue));
        var u64 = new UInt64Array.Builder();
        Add("u64", UInt64Type.Default, u64, () => u64.Append(ulong.MaxValue));
        var i64 = new Int64Array.Builder();
        Add("i64", Int64Type.Default, i64, () => i64.Append(long.MinValue));
        var f64 = new DoubleArray.Builder();
        Add("f64", DoubleType.Default, f64, () => f64.Append(0.1));
        var flag = new BooleanArray.Builder();
        Add("flag", BooleanType.Default, flag, () => flag.Append(true));
        var at = new TimestampArray.Builder();
        Add("at", TimestampType.MicrosecondUtc, at, () => at.Append(Time));
        var day = new Date32Array.Builder();
        Add("day", Date32Type.Default, day, () => day.Append(20_000));
        var amountType = new Decimal128Type(38, 0);
        var amount = new Decimal128Array.Builder(amountType);
        Add("amount", amountType, amount, () => amount.Append(Int128.Parse("12345678901234567890123456789012345678")));
        var hashType = new FixedSizeBinaryType(4);
        var hash = new FixedSizeBinaryArray.Builder(hashType);
        Add("hash", hashType, hash, () => hash.Append([0x00, 0xAB, 0xCD, 0xFF]));
        var bytes = new BinaryArray.Builder();
        Add("bytes", BinaryType.Default, bytes, () => bytes.Append([0xFB, 0xFF]));
        var text = new StringArray.Builder();
        Add("text", StringType.Default, text, () => text.Append("a \"b\", c\n\u00e9"));
        var word = new DictionaryArray.Builder();
        Add("word", DictionaryType.Utf8, word, () => word.Append("fee"));
        var list = new ListArray.Builder(BinaryType.Default);
        Add("list", new ListType(BinaryType.Default), list, () =>
        {
            list.Append();
            ((BinaryArray.Builder)list.ValueBuilder).Append([1]);
            list.ValueBuilder.AppendNull();
        });
        var pairType = new StructType([new Field("x", Int32Type.Default, nullable: false)]);
        var pair = new StructArray.Builder(pairType);
        Add("pair", pairType, pair, () =>
        {
            pair.Append();
            ((Int32Array.Builder)pair.FieldBuilder(0)).Append(-5);
        });
        return new RecordBatch(new Schema(fields), columns, 2);
    }

    /// <summary>Rows of one column of text, byte for byte.</summary>
    public static RecordBatch Texts(params byte[]?[] texts)
    {
        using var column = new StringArray.Builder();
        foreach (byte[]? text in texts)
        {
            if (text is null) column.AppendNull();
            else column.Append(text);
        }

        return new RecordBatch(new Schema([new Field("memo", StringType.Default, nullable: true)]), [column.Build()], texts.Length);
    }
}
