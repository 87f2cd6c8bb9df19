using System.Text;
using KafkaStellar.Arrow.Ipc.FlatBuffers;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>Reads a schema from the tables of the format's Schema.fbs, within limits.</summary>
internal sealed class SchemaDecoding
{
    /// <summary>How deep lists and structs may nest.</summary>
    public const int MaxDepth = 64;

    /// <summary>Columns in all, nested ones included; the message may point at one field many times.</summary>
    public const int MaxFields = 10_000;

    /// <summary>Bytes of names and metadata in all, for the same reason.</summary>
    public const int MaxTextBytes = 16 << 20;

    private int _fields;
    private int _textBytes;

    /// <summary>The dictionary ids of the columns, in their order, depth first.</summary>
    public List<long> DictionaryIds { get; } = [];

    public Schema Read(FlatTable table)
    {
        if (table.Int16(0) != 0)
            throw new ArrowFormatException(table.Position, "the stream is big-endian; only little-endian is read");
        return new Schema(ReadFields(table, 1, depth: 1), ReadMetadata(table, 2));
    }

    private Field[] ReadFields(FlatTable parent, int slot, int depth)
    {
        int count = parent.TableCount(slot);
        if (count > 0 && depth > MaxDepth)
            throw new ArrowFormatException(parent.Position, $"columns nest deeper than {MaxDepth}");
        if (count > MaxFields - _fields)
            throw new ArrowFormatException(parent.Position, $"more than {MaxFields} columns");
        _fields += count;
        var fields = new Field[count];
        for (int i = 0; i < count; i++)
            fields[i] = ReadField(parent.TableAt(slot, i), depth);
        return fields;
    }

    private Field ReadField(FlatTable table, int depth)
    {
        string name = ReadText(table, 0);
        var code = (TypeCode)table.Byte(2);
        if (code == 0)
            throw new ArrowFormatException(table.Position, $"column {name} has no type");
        bool encoded = table.Has(4);
        Field[] children = ReadFields(table, 5, depth + 1);
        IArrowType type = ReadType(table.Table(3, $"the type of column {name}"), code, name, children);
        if (encoded)
            type = ReadDictionary(table.Table(4, "the dictionary encoding"), type, name);
        return new Field(name, type, table.Bool(1), ReadMetadata(table, 6));
    }

    private DictionaryType ReadDictionary(FlatTable table, IArrowType type, string name)
    {
        bool int32 = true;
        if (table.Has(1))
        {
            FlatTable index = table.Table(1, "the index type");
            int32 = index.Int32(0) == 32 && index.Bool(1);
        }

        if (!int32 || type is not StringType || table.Int16(3) != 0)
        {
            throw new ArrowFormatException(
                table.Position, $"column {name} is dictionary-encoded in a way that is not supported; utf8 with int32 indices is");
        }

        DictionaryIds.Add(table.Int64(0));
        return new DictionaryType(Int32Type.Default, type, table.Bool(2));
    }

    private static IArrowType ReadType(FlatTable table, TypeCode code, string name, Field[] children)
    {
        int expected = code switch
        {
            TypeCode.List => 1,
            TypeCode.Struct => children.Length,
            _ => 0,
        };
        IArrowType? type = code switch
        {
            TypeCode.Null => NullType.Default,
            TypeCode.Bool => BooleanType.Default,
            TypeCode.Int => ReadInt(table),
            TypeCode.FloatingPoint when table.Int16(0) == 2 => DoubleType.Default,
            TypeCode.Utf8 => StringType.Default,
            TypeCode.Binary => BinaryType.Default,
            TypeCode.FixedSizeBinary when table.Int32(0) is >= 0 and <= int.MaxValue / 8 and int width => new FixedSizeBinaryType(width),
            TypeCode.Decimal => ReadDecimal(table),
            TypeCode.Date when table.Int16(0, 1) == 0 => Date32Type.Default,
            TypeCode.Timestamp when table.Int16(0) is >= 0 and <= 3 and short unit =>
                new TimestampType((TimeUnit)unit, table.Has(1) ? ReadZone(table) : null),
            TypeCode.List when children.Length == 1 => new ListType(children[0]),
            TypeCode.Struct => new StructType(children),
            _ => null,
        };
        if (type is null || children.Length != expected)
            throw new ArrowFormatException(table.Position, $"column {name} has a type that is not supported: {code} with {children.Length} children");
        return type;
    }

    private static FixedWidthType? ReadInt(FlatTable table) => (table.Int32(0), table.Bool(1)) switch
    {
        (8, true) => Int8Type.Default,
        (8, false) => UInt8Type.Default,
        (16, true) => Int16Type.Default,
        (16, false) => UInt16Type.Default,
        (32, true) => Int32Type.Default,
        (32, false) => UInt32Type.Default,
        (64, true) => Int64Type.Default,
        (64, false) => UInt64Type.Default,
        _ => null,
    };

    private static Decimal128Type? ReadDecimal(FlatTable table) => (table.Int32(0), table.Int32(1), table.Int32(2, 128)) switch
    {
        ( >= 1 and <= 38 and int precision, > -1000 and < 1000 and int scale, 128) => new Decimal128Type(precision, scale),
        _ => null,
    };

    private static string ReadZone(FlatTable table)
    {
        ReadOnlySpan<byte> zone = table.Text(1);
        return zone.Length <= 256
            ? Encoding.UTF8.GetString(zone)
            : throw new ArrowFormatException(table.Position, $"a time zone's name of {zone.Length} bytes");
    }

    private OrderedDictionary<string, string> ReadMetadata(FlatTable parent, int slot)
    {
        int count = parent.TableCount(slot);
        if (count > MaxFields)
            throw new ArrowFormatException(parent.Position, $"{count} metadata entries; {MaxFields} is the limit");
        OrderedDictionary<string, string> metadata = [];
        for (int i = 0; i < count; i++)
        {
            FlatTable pair = parent.TableAt(slot, i);
            string key = ReadText(pair, 0);
            if (!metadata.TryAdd(key, ReadText(pair, 1)))
                throw new ArrowFormatException(pair.Position, $"metadata has the key {key} twice");
        }

        return metadata;
    }

    private string ReadText(FlatTable table, int slot)
    {
        ReadOnlySpan<byte> text = table.Text(slot);
        _textBytes = (int)Math.Min(_textBytes + 16L + text.Length, int.MaxValue);
        if (_textBytes > MaxTextBytes)
            throw new ArrowFormatException(table.Position, $"names and metadata of more than {MaxTextBytes} bytes");
        return Encoding.UTF8.GetString(text);
    }
}
