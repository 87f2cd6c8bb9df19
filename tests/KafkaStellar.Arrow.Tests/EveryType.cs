using System.Globalization;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

/// <summary>A batch with a column of each type, whose values can be told from row and column.</summary>
internal static class EveryType
{
    private static readonly StructType Pair = new([
        new Field("flag", BooleanType.Default, nullable: false),
        new Field("number", new Decimal128Type(38, 7), nullable: true),
    ]);

    public static readonly Schema Schema = new Schema.Builder()
        .Field(field => field.Name("u32").DataType(UInt32Type.Default).Nullable(false))
        .Field(new Field("u64", UInt64Type.Default, nullable: true))
        .Field(new Field("i32", Int32Type.Default, nullable: true))
        .Field(new Field("i64", Int64Type.Default, nullable: true))
        .Field(new Field("flag", BooleanType.Default, nullable: true))
        .Field(new Field("text", StringType.Default, nullable: true))
        .Field(new Field("bytes", BinaryType.Default, nullable: true, [new("about", "any bytes")]))
        .Field(new Field("hash", new FixedSizeBinaryType(32), nullable: true))
        .Field(new Field("amount", new Decimal128Type(38, 0), nullable: true))
        .Field(new Field("closed_at", TimestampType.MicrosecondUtc, nullable: false))
        .Field(new Field("topics", new ListType(BinaryType.Default), nullable: true))
        .Field(new Field("pair", Pair, nullable: true))
        .Field(new Field("kind", DictionaryType.Utf8, nullable: true))
        .Field(new Field("nothing", NullType.Default, nullable: true))
        .Metadata("dataset", "specimen")
        .Metadata("about", "ordered as written, ü")
        .Build();

    /// <param name="rows">Rows of the batch.</param>
    /// <param name="nullEvery">Each how many rows a nullable column has a null; 0 for none.</param>
    public static RecordBatch Batch(int rows, int nullEvery)
    {
        var builders = Schema.FieldsList.Select(field => ArrowArrayBuilder.Create(field.DataType)).ToArray();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < builders.Length; column++)
            {
                if (Schema.FieldsList[column].IsNullable && nullEvery > 0 && (row + column) % nullEvery == 0)
                    builders[column].AppendNull();
                else
                    Append(builders[column], row);
            }
        }

        var batch = new RecordBatch(Schema, builders.Select(builder => builder.Build()), rows);
        foreach (ArrowArrayBuilder builder in builders)
            builder.Dispose();
        return batch;
    }

    private static void Append(ArrowArrayBuilder builder, int row)
    {
        switch (builder)
        {
            case UInt32Array.Builder u32: u32.Append(uint.MaxValue - (uint)row); break;
            case UInt64Array.Builder u64: u64.Append(ulong.MaxValue - (ulong)row); break;
            case Int32Array.Builder i32: i32.Append(int.MinValue + row); break;
            case Int64Array.Builder i64: i64.Append(long.MinValue + row); break;
            case BooleanArray.Builder flag: flag.Append(row % 3 == 0); break;
            case StringArray.Builder text: text.Append(row % 5 == 0 ? "" : $"Zeile {row} ÄÖ 😀 \"\\"); break;
            case BinaryArray.Builder bytes: bytes.Append(Bytes(row, row % 19)); break;
            case FixedSizeBinaryArray.Builder hash: hash.Append(Bytes(row, 32)); break;
            case Decimal128Array.Builder number: number.Append(Number(row)); break;
            case TimestampArray.Builder time: time.Append(1_781_786_096_000_007 + row * 5_000_003L - (row % 2) * 3_000_000_000_000_000); break;
            case DictionaryArray.Builder kind: kind.Append("kind " + (row % 4).ToString(CultureInfo.InvariantCulture)); break;
            case NullArray.Builder nothing: nothing.AppendNull(); break;
            case ListArray.Builder list:
                list.Append();
                for (int i = 0; i < row % 4; i++)
                    Append(list.ValueBuilder, row + i);
                break;
            case StructArray.Builder pair:
                pair.Append();
                Append(pair.FieldBuilder(0), row);
                if (row % 7 == 3)
                    pair.FieldBuilder(1).AppendNull();
                else
                    Append(pair.FieldBuilder(1), row);
                break;
        }
    }

    private static byte[] Bytes(int row, int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(row * 31 + i * 7))];

    private static Int128 Number(int row) => (row % 4) switch
    {
        0 => Int128.Parse("99999999999999999999999999999999999999", CultureInfo.InvariantCulture) - row,
        1 => row - Int128.Parse("99999999999999999999999999999999999999", CultureInfo.InvariantCulture),
        2 => -row,
        _ => 0,
    };
}
