using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Lake.Tests;

/// <summary>Rows with a column of every type that datasets use, values at their ends included.</summary>
internal static class SampleRows
{
    internal static readonly Schema Schema = new(
    [
        new Field("ledger_seq", UInt32Type.Default, false),
        new Field("hash", new FixedSizeBinaryType(32), false),
        new Field("account", StringType.Default, true),
        new Field("kind", DictionaryType.Utf8, false),
        new Field("fee", Int64Type.Default, false),
        new Field("balance", UInt64Type.Default, true),
        new Field("code", Int32Type.Default, true),
        new Field("ok", BooleanType.Default, false),
        new Field("closed_at", TimestampType.MicrosecondUtc, false),
        new Field("amount", new Decimal128Type(38, 0), true),
        new Field("xdr", BinaryType.Default, true),
        new Field("topics", new ListType(BinaryType.Default), true),
        new Field("pair", new StructType([new Field("a", Int32Type.Default, true), new Field("b", StringType.Default, true)]), false),
    ],
    [new("dataset", "samples")]);

    internal static readonly Int128 LargestAmount = Int128.Parse("99999999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture);

    internal static RecordBatch Make(int first, int count)
    {
        List<ArrowArrayBuilder> columns = [.. Schema.FieldsList.Select(field => ArrowArrayBuilder.Create(field.DataType))];
        for (int row = first; row < first + count; row++) Append(columns, row);
        return new RecordBatch(Schema, columns.Select(column => column.Build()), count);
    }

    private static void Append(List<ArrowArrayBuilder> columns, int row)
    {
        byte[] hash = System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(row));
        ((UInt32Array.Builder)columns[0]).Append(row == 1 ? uint.MaxValue : (uint)row);
        ((FixedSizeBinaryArray.Builder)columns[1]).Append(hash);
        OrNull(row % 5 == 4, columns[2], () => ((StringArray.Builder)columns[2]).Append(row == 2 ? "" : row == 3 ? "nul\0 é 😀 'quoted'" : $"G{row % 700}"));
        ((DictionaryArray.Builder)columns[3]).Append(row % 3 == 0 ? "payment" : "invoke_host_function");
        ((Int64Array.Builder)columns[4]).Append(row == 1 ? long.MinValue : row == 2 ? long.MaxValue : row * 100L);
        OrNull(row % 7 == 6, columns[5], () => ((UInt64Array.Builder)columns[5]).Append(row == 1 ? ulong.MaxValue : (ulong)row));
        OrNull(row % 2 == 1, columns[6], () => ((Int32Array.Builder)columns[6]).Append(row == 2 ? int.MinValue : -row));
        ((BooleanArray.Builder)columns[7]).Append(row % 9 != 0);
        ((TimestampArray.Builder)columns[8]).Append(1_700_000_000_000_007 + row / 50 * 5_000_000L);
        OrNull(row % 4 == 3, columns[9], () => ((Decimal128Array.Builder)columns[9]).Append(row == 1 ? LargestAmount : row == 2 ? -LargestAmount : (Int128)row * long.MaxValue));
        OrNull(row % 11 == 10, columns[10], () => ((BinaryArray.Builder)columns[10]).Append(hash.AsSpan(0, row % 33)));
        var topics = (ListArray.Builder)columns[11];
        OrNull(row % 13 == 12, topics, () =>
        {
            topics.Append();
            for (int topic = 0; topic < row % 4; topic++) ((BinaryArray.Builder)topics.ValueBuilder).Append(hash.AsSpan(topic, 5));
        });
        var pair = (StructArray.Builder)columns[12];
        pair.Append();
        ((Int32Array.Builder)pair.FieldBuilder(0)).Append(row);
        OrNull(row % 2 == 0, pair.FieldBuilder(1), () => ((StringArray.Builder)pair.FieldBuilder(1)).Append($"b{row}"));
    }

    private static void OrNull(bool isNull, ArrowArrayBuilder column, Action append)
    {
        if (isNull) column.AppendNull();
        else append();
    }

    /// <summary>The rows in batches of <paramref name="cut"/>.</summary>
    internal static IEnumerable<RecordBatch> Cut(int count, int cut)
    {
        using RecordBatch all = Make(0, count);
        for (int start = 0; start < count; start += cut) yield return all.Slice(start, Math.Min(cut, count - start));
    }
}
