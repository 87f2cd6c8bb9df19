using System.Runtime.InteropServices;
using System.Text;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.C;

/// <summary>Takes schemas from native code by the Arrow C data interface.</summary>
public static unsafe class CArrowSchemaImporter
{
    private const int MaxDepth = 64;
    private const int MaxChildren = 10_000;

    /// <summary>Reads a schema and releases the structure, which the caller still frees.</summary>
    /// <exception cref="NotSupportedException">A column's type is not one of this library's.</exception>
    /// <exception cref="InvalidDataException">The structure is not a schema.</exception>
    public static Schema ImportSchema(CArrowSchema* source) => ImportLayout(source).Schema;

    /// <summary>Reads a schema, and how to import its arrays; releases the structure, which the caller still frees.</summary>
    /// <exception cref="NotSupportedException">A column's type is not one of this library's.</exception>
    /// <exception cref="InvalidDataException">The structure is not a schema.</exception>
    public static CArrowLayout ImportLayout(CArrowSchema* source)
    {
        if (source->IsReleased)
            throw new InvalidDataException("The Arrow schema from native code is empty or released.");
        try
        {
            string format = Text(source->Format);
            if (format != "+s")
                throw new InvalidDataException($"The Arrow schema from native code has the format '{format}'; a schema of columns has '+s'.");
            CArrowLayout.Column[] columns = ImportChildren(source, "", depth: 1);
            return new CArrowLayout(new Schema(columns.Select(column => column.Field), ReadMetadata(source->Metadata)), columns);
        }
        finally
        {
            CArrowSchema.Release(source);
        }
    }

    private static CArrowLayout.Column[] ImportChildren(CArrowSchema* source, string name, int depth)
    {
        long count = source->ChildCount;
        if (count is < 0 or > MaxChildren || depth > MaxDepth || (count > 0 && source->Children == null))
            throw new InvalidDataException($"The Arrow schema from native code has {count} children at depth {depth} in '{name}'.");
        var children = new CArrowLayout.Column[count];
        for (int i = 0; i < children.Length; i++)
            children[i] = ImportColumn(source->Children[i], depth);
        return children;
    }

    private static CArrowLayout.Column ImportColumn(CArrowSchema* source, int depth)
    {
        if (source == null || source->IsReleased)
            throw new InvalidDataException("A column of the Arrow schema from native code is released.");
        string format = Text(source->Format), name = Text(source->Name);
        CArrowLayout.Column[] children = ImportChildren(source, name, depth + 1);
        CArrowLayout.Column? texts = null;
        IArrowType? type;
        if (source->Dictionary == null)
        {
            type = FormatText.Parse(format, Array.ConvertAll(children, child => child.Field));
        }
        else
        {
            texts = ImportColumn(source->Dictionary, depth + 1);
            bool fits = texts.Type is StringType && format is "c" or "C" or "s" or "S" or "i" or "I" or "l" or "L";
            type = fits ? new DictionaryType(Int32Type.Default, StringType.Default, (source->Flags & CArrowSchema.DictionaryOrdered) != 0) : null;
        }

        if (type is null)
            throw new NotSupportedException($"Column '{name}' comes with the Arrow format '{format}', which is not supported; cast it in the query.");
        var field = new Field(name, type, (source->Flags & CArrowSchema.Nullable) != 0, ReadMetadata(source->Metadata));
        return new CArrowLayout.Column(field, format, children, texts);
    }

    private static OrderedDictionary<string, string> ReadMetadata(byte* encoded)
    {
        OrderedDictionary<string, string> metadata = [];
        if (encoded == null)
            return metadata;
        int pairs = ReadLength(ref encoded);
        for (int i = 0; i < pairs; i++)
        {
            string key = ReadText(ref encoded);
            metadata[key] = ReadText(ref encoded);
        }

        return metadata;
    }

    private static string ReadText(ref byte* encoded)
    {
        int length = ReadLength(ref encoded);
        string text = Encoding.UTF8.GetString(encoded, length);
        encoded += length;
        return text;
    }

    private static int ReadLength(ref byte* encoded)
    {
        int length = *(int*)encoded;
        encoded += sizeof(int);
        return length >= 0 ? length : throw new InvalidDataException($"The metadata of the Arrow schema from native code has the length {length}.");
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
