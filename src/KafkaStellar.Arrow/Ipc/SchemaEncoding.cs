using KafkaStellar.Arrow.Ipc.FlatBuffers;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>Writes a schema as the tables of the format's Schema.fbs.</summary>
internal sealed class SchemaEncoding(FlatBufferWriter writer)
{
    private long _nextDictionary; // ids in the order of the columns, depth first

    public int Write(Schema schema)
    {
        FlatTableWriter table = writer.BeginTable(2, 4, schema.HasMetadata ? 4 : 0); // endianness 0: little
        table.PointAt(1, WriteFields(schema.FieldsList));
        if (schema.HasMetadata)
            table.PointAt(2, WriteMetadata(schema.Metadata));
        return table.Start;
    }

    private int WriteFields(IReadOnlyList<Field> fields)
    {
        int elements = writer.BeginTableVector(fields.Count, out int vector);
        for (int i = 0; i < fields.Count; i++)
            writer.PointAt(elements + sizeof(int) * i, WriteField(fields[i]));
        return vector;
    }

    private int WriteField(Field field)
    {
        var dictionary = field.DataType as DictionaryType;
        IArrowType type = dictionary?.ValueType ?? field.DataType;
        FlatTableWriter table = writer.BeginTable(4, 1, 1, 4, dictionary is null ? 0 : 4, 4, field.HasMetadata ? 4 : 0);
        table.PointAt(0, writer.Text(field.Name));
        table.Set(1, field.IsNullable);
        table.Set(2, (byte)CodeOf(type));
        table.PointAt(3, WriteType(type));
        if (dictionary is not null)
            table.PointAt(4, WriteDictionary(dictionary));
        table.PointAt(5, WriteFields(Children(type)));
        if (field.HasMetadata)
            table.PointAt(6, WriteMetadata(field.Metadata));
        return table.Start;
    }

    private int WriteDictionary(DictionaryType type)
    {
        FlatTableWriter table = writer.BeginTable(8, 4, 1);
        table.Set(0, _nextDictionary++);
        table.PointAt(1, WriteInt(32, signed: true));
        table.Set(2, type.Ordered);
        return table.Start;
    }

    private int WriteMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        int at = writer.BeginTableVector(metadata.Count, out int vector);
        foreach ((string key, string value) in metadata)
        {
            FlatTableWriter pair = writer.BeginTable(4, 4);
            pair.PointAt(0, writer.Text(key));
            pair.PointAt(1, writer.Text(value));
            writer.PointAt(at, pair.Start);
            at += sizeof(int);
        }

        return vector;
    }

    private int WriteType(IArrowType type)
    {
        switch (type)
        {
            case Int8Type or Int16Type or Int32Type or Int64Type:
                return WriteInt(((FixedWidthType)type).BitWidth, signed: true);
            case UInt8Type or UInt16Type or UInt32Type or UInt64Type:
                return WriteInt(((FixedWidthType)type).BitWidth, signed: false);
            case DoubleType:
                return WriteUnit(2);
            case Date32Type:
                return WriteUnit(0);
            case FixedSizeBinaryType binary:
                FlatTableWriter fixedSize = writer.BeginTable(4);
                fixedSize.Set(0, binary.ByteWidth);
                return fixedSize.Start;
            case Decimal128Type number:
                FlatTableWriter fixedPoint = writer.BeginTable(4, 4, 4);
                fixedPoint.Set(0, number.Precision);
                fixedPoint.Set(1, number.Scale);
                fixedPoint.Set(2, 128);
                return fixedPoint.Start;
            case TimestampType time:
                FlatTableWriter timestamp = writer.BeginTable(2, time.Timezone is null ? 0 : 4);
                timestamp.Set(0, (short)time.Unit);
                if (time.Timezone is not null)
                    timestamp.PointAt(1, writer.Text(time.Timezone));
                return timestamp.Start;
            default:
                return writer.BeginTable().Start;
        }
    }

    private int WriteInt(int bits, bool signed)
    {
        FlatTableWriter table = writer.BeginTable(4, 1);
        table.Set(0, bits);
        table.Set(1, signed);
        return table.Start;
    }

    private int WriteUnit(short unit)
    {
        FlatTableWriter table = writer.BeginTable(2);
        table.Set(0, unit);
        return table.Start;
    }

    private static IReadOnlyList<Field> Children(IArrowType type) => type switch
    {
        ListType list => [list.ValueField],
        StructType row => row.Fields,
        _ => [],
    };

    private static TypeCode CodeOf(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Null => TypeCode.Null,
        ArrowTypeId.Boolean => TypeCode.Bool,
        ArrowTypeId.Double => TypeCode.FloatingPoint,
        ArrowTypeId.String => TypeCode.Utf8,
        ArrowTypeId.Binary => TypeCode.Binary,
        ArrowTypeId.FixedSizedBinary => TypeCode.FixedSizeBinary,
        ArrowTypeId.Date32 => TypeCode.Date,
        ArrowTypeId.Timestamp => TypeCode.Timestamp,
        ArrowTypeId.Decimal128 => TypeCode.Decimal,
        ArrowTypeId.List => TypeCode.List,
        ArrowTypeId.Struct => TypeCode.Struct,
        ArrowTypeId.Dictionary => throw new ArgumentException("A dictionary's texts cannot be dictionary-encoded themselves.", nameof(type)),
        _ => TypeCode.Int,
    };
}
