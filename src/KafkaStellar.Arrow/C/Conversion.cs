using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.C;

/// <summary>Copies arrays whose layout this library does not hold into one that it does.</summary>
internal static unsafe class Conversion
{
    public delegate ArrayData Importing(ImportedArray imported, CArrowArray* source, CArrowLayout.Column column);

    /// <summary>Copies large and view columns, 32-bit floats, and dictionary indices that are not 32-bit.</summary>
    public static ArrayData Convert(ImportedArray imported, CArrowArray* source, CArrowLayout.Column column, Extent rows, int nulls, Importing import)
    {
        ReadOnlySpan<byte> validity = nulls == 0 ? default : Span(imported, source, 0, Bits.BytesFor(rows.End), column);
        if (column.Texts is not null)
            return WidenIndices(imported, source, column, rows, validity, import);
        if (column.Format == "f")
        {
            ReadOnlySpan<float> floats = Span<float>(imported, source, rows, column);
            using var doubles = new DoubleArray.Builder();
            for (int i = rows.Offset; i < rows.End; i++)
                doubles.Append(IsValid(validity, i) ? floats[i] : null);
            return doubles.Finish();
        }

        if (column.Type is StringType)
        {
            using var texts = new StringArray.Builder();
            CopyBytes(imported, source, column, rows, validity, texts);
            return texts.Finish();
        }

        using var binaries = new BinaryArray.Builder();
        CopyBytes(imported, source, column, rows, validity, binaries);
        return binaries.Finish();
    }

    public static void CheckIndices(ArrowBuffer indices, ArrowBuffer validity, Extent rows, ArrayData texts, CArrowLayout.Column column)
    {
        if (rows.Length == 0)
            return;
        ReadOnlySpan<int> values = MemoryMarshal.Cast<byte, int>(indices.Span).Slice(rows.Offset, rows.Length);
        int outside = Checks.FirstOutside(values, texts.Length, validity.Span, rows.Offset);
        if (outside >= 0)
            throw new InvalidDataException($"Row {outside} of column {column.Field.Name} has the index {values[outside]} of {texts.Length} texts.");
    }

    private static ArrayData WidenIndices(
        ImportedArray imported, CArrowArray* source, CArrowLayout.Column column, Extent rows, ReadOnlySpan<byte> validity, Importing import)
    {
        int width = column.Format switch { "c" or "C" => 1, "s" or "S" => 2, "i" or "I" => 4, _ => 8 };
        ReadOnlySpan<byte> bytes = Span(imported, source, 1, (long)rows.End * width, column);
        ArrayData texts = import(imported, source->Dictionary, column.Texts!);
        using var indices = new Int32Array.Builder();
        for (int i = rows.Offset; i < rows.End; i++)
        {
            if (!IsValid(validity, i))
            {
                indices.AppendNull();
                continue;
            }

            long index = ReadIndex(bytes.Slice(i * width, width), column.Format);
            if (index < 0 || index >= texts.Length)
                throw new InvalidDataException($"Row {i - rows.Offset} of column {column.Field.Name} has the index {index} of {texts.Length} texts.");
            indices.Append((int)index);
        }

        ArrayData widened = indices.Finish();
        return new ArrayData(column.Type, widened.Length, widened.NullCount, 0, widened.Buffers, dictionary: texts);
    }

    private static long ReadIndex(ReadOnlySpan<byte> bytes, string format) => format switch
    {
        "c" => (sbyte)bytes[0],
        "C" => bytes[0],
        "s" => MemoryMarshal.Read<short>(bytes),
        "S" => MemoryMarshal.Read<ushort>(bytes),
        "I" => MemoryMarshal.Read<uint>(bytes),
        _ => MemoryMarshal.Read<long>(bytes),
    };

    private static void CopyBytes<TArray>(
        ImportedArray imported,
        CArrowArray* source,
        CArrowLayout.Column column,
        Extent rows,
        ReadOnlySpan<byte> validity,
        VariableBinaryBuilder<TArray> target)
        where TArray : IArrowArray
    {
        bool views = column.Format[0] == 'v';
        ReadOnlySpan<byte> places = Span(imported, source, 1, views ? rows.End * 16L : (rows.End + 1L) * 8, column);
        for (int i = rows.Offset; i < rows.End; i++)
        {
            if (!IsValid(validity, i))
                target.AppendNull();
            else if (views)
                target.Append(ReadView(source, places.Slice(i * 16, 16), column));
            else
                target.Append(ReadLarge(source, places.Slice(i * 8, 16), column));
        }
    }

    private static ReadOnlySpan<byte> ReadLarge(CArrowArray* source, ReadOnlySpan<byte> pair, CArrowLayout.Column column)
    {
        long start = MemoryMarshal.Read<long>(pair), length = MemoryMarshal.Read<long>(pair[8..]) - start;
        if (start < 0 || length is < 0 or > int.MaxValue || source->BufferCount < 3 || (length > 0 && source->Buffers[2] == null))
            throw new InvalidDataException($"Column {column.Field.Name} has a value of {length} bytes at {start}.");
        return new ReadOnlySpan<byte>(source->Buffers[2] + start, (int)length);
    }

    // Up to 12 bytes stand in the view itself; longer ones in one of the buffers between the views and the buffers' sizes.
    private static ReadOnlySpan<byte> ReadView(CArrowArray* source, ReadOnlySpan<byte> view, CArrowLayout.Column column)
    {
        int length = MemoryMarshal.Read<int>(view);
        if (length is >= 0 and <= 12)
            return view.Slice(4, length);
        int buffer = MemoryMarshal.Read<int>(view[8..]), offset = MemoryMarshal.Read<int>(view[12..]);
        long variadic = source->BufferCount - 3;
        if (length < 0 || buffer < 0 || buffer >= variadic || offset < 0)
            throw new InvalidDataException($"Column {column.Field.Name} has a view of {length} bytes at {offset} of buffer {buffer} of {variadic}.");
        long size = ((long*)source->Buffers[source->BufferCount - 1])[buffer];
        if (offset + (long)length > size)
            throw new InvalidDataException($"Column {column.Field.Name} has a view of {length} bytes at {offset} of {size}.");
        return new ReadOnlySpan<byte>(source->Buffers[2 + buffer] + offset, length);
    }

    private static bool IsValid(ReadOnlySpan<byte> validity, int row) => validity.IsEmpty || Bits.Get(validity, row);

    private static ReadOnlySpan<byte> Span(ImportedArray imported, CArrowArray* source, int index, long length, CArrowLayout.Column column) =>
        CArrowArrayImporter.Buffer(imported, source, index, length, column).Span;

    private static ReadOnlySpan<T> Span<T>(ImportedArray imported, CArrowArray* source, Extent rows, CArrowLayout.Column column)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Span(imported, source, 1, (long)rows.End * sizeof(T), column));
}
