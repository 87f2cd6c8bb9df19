using FsCheck;
using FsCheck.Fluent;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

/// <summary>A random schema with random rows; the same specimen always gives the same rows.</summary>
internal sealed record RandomBatch(Schema Schema, int Rows, int Seed)
{
    private static readonly Gen<IArrowType> FlatTypes = Gen.OneOf(
        Gen.Elements<IArrowType>(
            NullType.Default, BooleanType.Default, Int8Type.Default, UInt8Type.Default, Int16Type.Default, UInt16Type.Default, Int32Type.Default,
            UInt32Type.Default, Int64Type.Default, UInt64Type.Default, DoubleType.Default, Date32Type.Default, StringType.Default, BinaryType.Default,
            DictionaryType.Utf8, TimestampType.MicrosecondUtc, new TimestampType(TimeUnit.Second, null), new TimestampType(TimeUnit.Nanosecond, "Europe/Zurich")),
        Gen.Choose(0, 40).Select(IArrowType (width) => new FixedSizeBinaryType(width)),
        Gen.Choose(1, 38).Select(IArrowType (precision) => new Decimal128Type(precision, precision / 3)));

    private static readonly Gen<Schema> Schemas =
        from fields in Fields(depth: 0)
        from metadata in Metadata()
        select new Schema(fields, metadata);

    public static readonly Arbitrary<RandomBatch> Any = (
        from schema in Schemas
        from rows in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(1)), (4, Gen.Choose(2, 70)))
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new RandomBatch(schema, rows, seed)).ToArbitrary();

    public RecordBatch Build()
    {
        var random = new System.Random(Seed);
        ArrowArrayBuilder[] builders = [.. Schema.FieldsList.Select(field => ArrowArrayBuilder.Create(field.DataType))];
        for (int i = 0; i < builders.Length; i++)
        {
            for (int row = 0; row < Rows; row++)
                Append(builders[i], Schema.FieldsList[i], random);
        }

        var batch = new RecordBatch(Schema, builders.Select(builder => builder.Build()), Rows);
        foreach (ArrowArrayBuilder builder in builders)
            builder.Dispose();
        return batch;
    }

    private static Gen<Field[]> Fields(int depth) => Gen.Choose(depth == 0 ? 0 : 1, 5).SelectMany(count => FieldOf(depth).ArrayOf(count));

    private static Gen<Field> FieldOf(int depth) =>
        from name in Gen.Elements("", "a", "ledger_seq", "größe", "a")
        from type in TypeOf(depth)
        from nullable in Gen.Elements(true, false)
        from metadata in Metadata()
        select new Field(name, type, nullable || type is NullType, metadata);

    private static Gen<IArrowType> TypeOf(int depth) => depth >= 3 ? FlatTypes : Gen.Frequency(
        (6, FlatTypes),
        (1, FieldOf(depth + 1).Select(IArrowType (field) => new ListType(field))),
        (1, Fields(depth + 1).Select(IArrowType (fields) => new StructType(fields))));

    private static Gen<KeyValuePair<string, string>[]> Metadata() => Gen.Frequency(
        (3, Gen.Constant(System.Array.Empty<KeyValuePair<string, string>>())),
        (1, Gen.Choose(1, 3).Select(count => Enumerable.Range(0, count).Select(i => new KeyValuePair<string, string>($"z{9 - i}", new string('v', i * 3))).ToArray())));

    private static void Append(ArrowArrayBuilder builder, Field field, System.Random random)
    {
        if (field.IsNullable && random.Next(4) == 0)
        {
            builder.AppendNull();
            return;
        }

        switch (builder)
        {
            case NullArray.Builder target: target.AppendNull(); break;
            case BooleanArray.Builder target: target.Append(random.Next(2) == 0); break;
            case Int8Array.Builder target: target.Append((sbyte)random.Next()); break;
            case UInt8Array.Builder target: target.Append((byte)random.Next()); break;
            case Int16Array.Builder target: target.Append((short)random.Next()); break;
            case UInt16Array.Builder target: target.Append((ushort)random.Next()); break;
            case Int32Array.Builder target: target.Append(random.Next(int.MinValue, int.MaxValue)); break;
            case UInt32Array.Builder target: target.Append((uint)random.NextInt64()); break;
            case Int64Array.Builder target: target.Append(random.NextInt64(long.MinValue, long.MaxValue)); break;
            case UInt64Array.Builder target: target.Append((ulong)random.NextInt64(long.MinValue, long.MaxValue)); break;
            case DoubleArray.Builder target: target.Append(random.NextDouble() - 0.5); break;
            case Date32Array.Builder target: target.Append(random.Next(-700_000, 2_900_000)); break;
            case TimestampArray.Builder target: target.Append(random.Next(int.MinValue, int.MaxValue) * 12L); break;
            case Decimal128Array.Builder target: target.Append(random.Next(-9, 10)); break;
            case StringArray.Builder target: target.Append(Bytes(random, random.Next(12))); break;
            case BinaryArray.Builder target: target.Append(Bytes(random, random.Next(200))); break;
            case DictionaryArray.Builder target: target.Append("k" + random.Next(6)); break;
            case FixedSizeBinaryArray.Builder target: target.Append(Bytes(random, ((FixedSizeBinaryType)target.DataType).ByteWidth)); break;
            case ListArray.Builder target:
                target.Append();
                for (int i = random.Next(4); i > 0; i--)
                    Append(target.ValueBuilder, ((ListType)target.DataType).ValueField, random);
                break;
            case StructArray.Builder target:
                target.Append();
                IReadOnlyList<Field> fields = ((StructType)target.DataType).Fields;
                for (int i = 0; i < fields.Count; i++)
                    Append(target.FieldBuilder(i), fields[i], random);
                break;
        }
    }

    private static byte[] Bytes(System.Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes); // not UTF-8 as a rule: columns of text must take that too, and make it so
        return bytes;
    }
}
