using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.C;

/// <summary>Gives schemas to native code by the Arrow C data interface.</summary>
public static unsafe class CArrowSchemaExporter
{
    /// <summary>Fills an empty structure with the schema, as a struct of its columns. The consumer releases it.</summary>
    public static void ExportSchema(Schema schema, CArrowSchema* target) =>
        Export(target, name: "", "+s", flags: 0, schema.Metadata, schema.FieldsList, dictionary: null);

    /// <summary>Fills an empty structure with one column's field. The consumer releases it.</summary>
    public static void ExportField(Field field, CArrowSchema* target)
    {
        var dictionary = field.DataType as DictionaryType;
        long flags = (field.IsNullable ? CArrowSchema.Nullable : 0) | (dictionary is { Ordered: true } ? CArrowSchema.DictionaryOrdered : 0);
        IReadOnlyList<Field> children = field.DataType switch
        {
            ListType list => [list.ValueField],
            StructType row => row.Fields,
            _ => [],
        };
        Export(target, field.Name, FormatText.Of(field.DataType), flags, field.Metadata, children, dictionary);
    }

    private static void Export(
        CArrowSchema* target,
        string name,
        string format,
        long flags,
        IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<Field> children,
        DictionaryType? dictionary)
    {
        *target = new CArrowSchema
        {
            Format = Text(format),
            Name = Text(name),
            Metadata = Encode(metadata),
            Flags = flags,
            ChildCount = children.Count,
            Children = children.Count == 0 ? null : (CArrowSchema**)NativeMemory.AllocZeroed((nuint)children.Count, (nuint)sizeof(nint)),
            ReleaseCallback = &Release,
        };
        for (int i = 0; i < children.Count; i++)
        {
            target->Children[i] = CArrowSchema.Create();
            ExportField(children[i], target->Children[i]);
        }

        if (dictionary is not null)
        {
            target->Dictionary = CArrowSchema.Create();
            ExportField(new Field("", dictionary.ValueType, nullable: true), target->Dictionary);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(CArrowSchema* schema)
    {
        for (long i = 0; i < schema->ChildCount; i++)
            CArrowSchema.Free(schema->Children[i]);
        if (schema->Dictionary != null)
            CArrowSchema.Free(schema->Dictionary);
        NativeMemory.Free(schema->Children);
        NativeMemory.Free(schema->Format);
        NativeMemory.Free(schema->Name);
        NativeMemory.Free(schema->Metadata);
        *schema = default;
    }

    private static byte* Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        byte* text = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
        Encoding.UTF8.GetBytes(value, new Span<byte>(text, length));
        return text;
    }

    // The number of pairs, then each key and value after its length, in the machine's byte order.
    private static byte* Encode(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return null;
        int length = sizeof(int);
        foreach ((string key, string value) in metadata)
            length = checked(length + 2 * sizeof(int) + Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value));
        byte* encoded = (byte*)NativeMemory.Alloc((nuint)length);
        var left = new Span<byte>(encoded, length);
        BinaryPrimitives.WriteInt32LittleEndian(left, metadata.Count);
        left = left[sizeof(int)..];
        foreach ((string key, string value) in metadata)
            left = Put(Put(left, key), value);
        return encoded;
    }

    private static Span<byte> Put(Span<byte> target, string text)
    {
        int length = Encoding.UTF8.GetBytes(text, target[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(target, length);
        return target[(sizeof(int) + length)..];
    }
}
