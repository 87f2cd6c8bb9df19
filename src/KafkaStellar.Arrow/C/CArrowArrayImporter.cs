using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.C;

/// <summary>Takes arrays from native code by the Arrow C data interface; values are copied only where their type changes.</summary>
/// <remarks>The producer is trusted as far as the interface is: it gives no lengths of buffers. Counts, offsets and indices are checked.</remarks>
public static unsafe class CArrowArrayImporter
{
    /// <summary>Takes a record batch over; the structure is empty then, and its memory is released when the batch is disposed.</summary>
    /// <exception cref="InvalidDataException">The array is not what the layout says.</exception>
    public static RecordBatch ImportRecordBatch(CArrowArray* source, CArrowLayout layout)
    {
        if (source->IsReleased)
            throw new InvalidDataException("The Arrow array from native code is empty or released.");
        using var imported = new ImportedArray(source);
        CArrowArray root = imported.Array;
        Extent rows = Extent.Of(root, "the batch");
        if (root.ChildCount != layout.Columns.Length || CountNulls(root, rows) != 0)
        {
            throw new InvalidDataException(
                $"The Arrow array from native code has {root.ChildCount} columns of {layout.Columns.Length}, or rows that are null.");
        }

        List<IArrowArray> columns = [];
        try
        {
            for (int i = 0; i < layout.Columns.Length; i++)
            {
                using ArrayData data = Import(imported, root.Children[i], layout.Columns[i]);
                if (data.Length < rows.End)
                    throw new InvalidDataException($"Column {layout.Columns[i].Field.Name} has {data.Length} rows of {rows.End}.");
                columns.Add(ArrowArrayFactory.BuildArray(data.Slice(rows.Offset, rows.Length)));
            }

            return new RecordBatch(layout.Schema, columns, rows.Length);
        }
        catch
        {
            foreach (IArrowArray column in columns)
                column.Dispose();
            imported.Release();
            throw;
        }
    }

    private static ArrayData Import(ImportedArray imported, CArrowArray* source, CArrowLayout.Column column)
    {
        if (source == null)
            throw new InvalidDataException($"Column {column.Field.Name} is missing.");
        Extent rows = Extent.Of(*source, column.Field.Name);
        int nulls = CountNulls(*source, rows, column.Type);
        if (column.Format is "U" or "Z" or "vu" or "vz" or "f" || (column.Texts is not null && column.Format != "i"))
            return Conversion.Convert(imported, source, column, rows, nulls, Import);
        ArrowBuffer validity = nulls == 0 || column.Type is NullType ? default : Buffer(imported, source, 0, Bits.BytesFor(rows.End), column);
        switch (column.Type)
        {
            case NullType:
                return Make([]);
            case BooleanType:
                return Make([validity, Buffer(imported, source, 1, Bits.BytesFor(rows.End), column)]);
            case DictionaryType:
                ArrowBuffer indices = Buffer(imported, source, 1, rows.End * 4L, column);
                ArrayData texts = Import(imported, source->Dictionary, column.Texts!);
                Conversion.CheckIndices(indices, validity, rows, texts, column);
                return Make([validity, indices], dictionary: texts);
            case FixedWidthType type:
                return Make([validity, Buffer(imported, source, 1, (long)rows.End * (type.BitWidth / 8), column)]);
            case StringType or BinaryType:
                ArrowBuffer offsets = Offsets(imported, source, rows, column, out int end);
                return Make([validity, offsets, Buffer(imported, source, 2, end, column)]);
            case ListType:
                offsets = Offsets(imported, source, rows, column, out end);
                ArrayData values = Import(imported, Child(source, 0, column), column.Children[0]);
                if (end > values.Length)
                    throw new InvalidDataException($"Column {column.Field.Name} has lists up to element {end} of {values.Length}.");
                return Make([validity, offsets], [values]);
            default:
                var children = new ArrayData[column.Children.Length];
                for (int i = 0; i < children.Length; i++)
                {
                    children[i] = Import(imported, Child(source, i, column), column.Children[i]);
                    if (children[i].Length < rows.End)
                        throw new InvalidDataException($"Field {column.Children[i].Field.Name} has {children[i].Length} rows of {rows.End}.");
                }

                return Make([validity], children);
        }

        ArrayData Make(ArrowBuffer[] buffers, ArrayData[]? children = null, ArrayData? dictionary = null) =>
            new(column.Type, rows.Length, nulls, rows.Offset, buffers, children, dictionary, imported.Share());
    }

    private static CArrowArray* Child(CArrowArray* source, int index, CArrowLayout.Column column) =>
        index < source->ChildCount && source->Children != null
            ? source->Children[index]
            : throw new InvalidDataException($"Column {column.Field.Name} has {source->ChildCount} children of {column.Children.Length}.");

    internal static ArrowBuffer Buffer(ImportedArray imported, CArrowArray* source, int index, long length, CArrowLayout.Column column)
    {
        if (index >= source->BufferCount || length > int.MaxValue || (length > 0 && source->Buffers[index] == null))
            throw new InvalidDataException($"Column {column.Field.Name} lacks its buffer {index} of {length} bytes.");
        return length == 0 ? default : new ArrowBuffer(new ForeignMemory(imported, source->Buffers[index], (int)length).Memory);
    }

    private static ArrowBuffer Offsets(ImportedArray imported, CArrowArray* source, Extent rows, CArrowLayout.Column column, out int end)
    {
        end = 0;
        if (rows.Length == 0)
            return default;
        ArrowBuffer buffer = Buffer(imported, source, 1, (rows.End + 1L) * sizeof(int), column);
        var offsets = new ReadOnlySpan<int>((int*)source->Buffers[1] + rows.Offset, rows.Length + 1);
        if (offsets[0] < 0 || Checks.FirstFall(offsets) >= 0)
            throw new InvalidDataException($"Column {column.Field.Name} has offsets that fall.");
        end = offsets[^1];
        return buffer;
    }

    private static int CountNulls(in CArrowArray source, Extent rows, IArrowType? type = null)
    {
        if (type is NullType)
            return rows.Length;
        if (source.NullCount == 0 || rows.Length == 0 || source.BufferCount == 0 || source.Buffers[0] == null)
            return 0;
        return rows.Length - Bits.CountSet(new ReadOnlySpan<byte>(source.Buffers[0], Bits.BytesFor(rows.End)), rows.Offset, rows.Length);
    }
}
