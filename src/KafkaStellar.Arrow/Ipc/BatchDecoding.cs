using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Ipc.FlatBuffers;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>Reads the arrays of one record batch message; nothing is believed before it is checked against the body.</summary>
internal ref struct BatchDecoding
{
    private readonly ReadOnlySpan<byte> _nodes;
    private readonly ReadOnlySpan<byte> _buffers;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly long _bodyOrigin;
    private readonly IReadOnlyList<long> _dictionaryIds;
    private readonly Dictionary<long, ArrayData> _dictionaries;
    private readonly long _position;
    private int _nodesRead;
    private int _buffersRead;
    private int _dictionariesRead;

    /// <param name="batch">The RecordBatch table of the message.</param>
    /// <param name="body">The message's body, at a multiple of 8 in memory.</param>
    /// <param name="bodyOrigin">Where the body begins in the input.</param>
    /// <param name="dictionaryIds">Of the schema's columns in their order, depth first.</param>
    /// <param name="dictionaries">Those that have arrived.</param>
    public BatchDecoding(
        FlatTable batch,
        ReadOnlyMemory<byte> body,
        long bodyOrigin,
        IReadOnlyList<long> dictionaryIds,
        Dictionary<long, ArrayData> dictionaries)
    {
        _position = batch.Position;
        _body = body;
        _bodyOrigin = bodyOrigin;
        _dictionaryIds = dictionaryIds;
        _dictionaries = dictionaries;
        if (batch.Has(3))
        {
            string codec = batch.Table(3, "the compression").Byte(0) switch { 0 => "LZ4", 1 => "ZSTD", _ => "an unknown codec" };
            throw new ArrowFormatException(_position, $"the body is compressed with {codec}; only uncompressed ones are read");
        }

        long rows = batch.Int64(0);
        if (rows is < 0 or > int.MaxValue)
            throw new ArrowFormatException(_position, $"a batch of {rows} rows");
        Rows = (int)rows;
        _nodes = batch.Vector(1, 16, out _);
        _buffers = batch.Vector(2, 16, out _);
    }

    /// <summary>Rows of the batch.</summary>
    public int Rows { get; }

    /// <summary>Reads one column of the batch.</summary>
    public ArrayData ReadColumn(Field field)
    {
        ArrayData data = Read(field);
        if (data.Length != Rows)
            throw Fault($"column {field.Name} has {data.Length} rows, and the batch {Rows}");
        if (!field.IsNullable && data.NullCount > 0)
            throw Fault($"column {field.Name} allows no nulls and has {data.NullCount}");
        return data;
    }

    /// <summary>Makes sure that the columns have used all that the message lists.</summary>
    public readonly void VerifyEnd()
    {
        int nodes = _nodes.Length / 16, buffers = _buffers.Length / 16;
        if (_nodesRead != nodes || _buffersRead != buffers)
            throw Fault($"the message lists {nodes} nodes and {buffers} buffers; the columns have {_nodesRead} and {_buffersRead}");
    }

    private ArrayData Read(Field field)
    {
        (int length, int nulls) = NextNode(field);
        IArrowType type = field.DataType;
        if (type.TypeId == ArrowTypeId.Null)
        {
            return nulls == length
                ? new ArrayData(type, length, nulls, 0, [])
                : throw Fault($"column {field.Name} of nulls has {nulls} of {length}");
        }

        ArrowBuffer validity = NextValidity(field, length, nulls);
        switch (type)
        {
            case BooleanType:
                return new ArrayData(type, length, nulls, 0, [validity, NextBuffer(field, Bits.BytesFor(length))]);
            case DictionaryType:
                ArrowBuffer indices = NextBuffer(field, length * 4L);
                return new ArrayData(type, length, nulls, 0, [validity, indices], dictionary: FindDictionary(field, length, validity, indices));
            case FixedWidthType fixedWidth:
                return new ArrayData(type, length, nulls, 0, [validity, NextBuffer(field, (long)length * (fixedWidth.BitWidth / 8))]);
            case StringType or BinaryType:
                ArrowBuffer offsets = NextOffsets(field, length, out int end);
                return new ArrayData(type, length, nulls, 0, [validity, offsets, NextBuffer(field, end)]);
            case ListType list:
                offsets = NextOffsets(field, length, out end);
                ArrayData values = Read(list.ValueField);
                if (end > values.Length)
                    throw Fault($"column {field.Name} has lists up to element {end} of {values.Length}");
                if (!list.ValueField.IsNullable && values.NullCount > 0)
                    throw Fault($"the elements of column {field.Name} allow no nulls and have {values.NullCount}");
                return new ArrayData(type, length, nulls, 0, [validity, offsets], [values]);
            default:
                return new ArrayData(type, length, nulls, 0, [validity], ReadChildren((StructType)type, length, validity));
        }
    }

    private ArrayData[] ReadChildren(StructType type, int length, ArrowBuffer validity)
    {
        var children = new ArrayData[type.Fields.Count];
        for (int i = 0; i < children.Length; i++)
        {
            Field field = type.Fields[i];
            ArrayData child = children[i] = Read(field);
            if (child.Length != length)
                throw Fault($"field {field.Name} has {child.Length} rows, and its struct {length}");
            if (field.IsNullable || child.NullCount == 0)
                continue;
            if (child.Buffers.Length == 0 || Checks.FirstStrayNull(validity.Span, 0, child.Buffers[0].Span, 0, length) >= 0)
                throw Fault($"field {field.Name} allows no nulls and has some in structs that are not null");
        }

        return children;
    }

    private ArrayData FindDictionary(Field field, int length, ArrowBuffer validity, ArrowBuffer indices)
    {
        long id = _dictionaryIds[_dictionariesRead++];
        if (!_dictionaries.TryGetValue(id, out ArrayData? dictionary))
            throw Fault($"the dictionary {id} of column {field.Name} has not arrived");
        ReadOnlySpan<int> values = MemoryMarshal.Cast<byte, int>(indices.Span)[..length];
        int outside = Checks.FirstOutside(values, dictionary.Length, validity.Span, 0);
        if (outside >= 0)
            throw Fault($"row {outside} of column {field.Name} has the index {values[outside]}, and its dictionary {dictionary.Length} texts");
        return dictionary.Share();
    }

    private (int Length, int Nulls) NextNode(Field field)
    {
        if (_nodesRead == _nodes.Length / 16)
            throw Fault($"the message lists {_nodesRead} nodes, and column {field.Name} has none");
        ReadOnlySpan<byte> node = _nodes.Slice(_nodesRead++ * 16, 16);
        long length = BinaryPrimitives.ReadInt64LittleEndian(node);
        long nulls = BinaryPrimitives.ReadInt64LittleEndian(node[8..]);
        if (length is < 0 or > int.MaxValue - 8 || nulls < 0 || nulls > length)
            throw Fault($"column {field.Name} has {length} rows and {nulls} nulls");
        return ((int)length, (int)nulls);
    }

    private ArrowBuffer NextValidity(Field field, int length, int nulls)
    {
        ArrowBuffer validity = NextBuffer(field, nulls == 0 ? 0 : Bits.BytesFor(length));
        if (validity.IsEmpty)
            return validity;
        if (validity.Length < Bits.BytesFor(length))
            throw Fault($"column {field.Name} has a validity bitmap of {validity.Length} bytes for {length} rows");
        int found = length - Bits.CountSet(validity.Span, 0, length);
        if (found != nulls)
            throw Fault($"column {field.Name} says {nulls} nulls and has {found}");
        return validity;
    }

    private ArrowBuffer NextOffsets(Field field, int length, out int end)
    {
        ArrowBuffer buffer = NextBuffer(field, length == 0 ? 0 : (length + 1L) * sizeof(int));
        end = 0;
        if (length == 0)
            return buffer;
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(buffer.Span)[..(length + 1)];
        int fall = Checks.FirstFall(offsets);
        if (offsets[0] < 0 || fall >= 0)
            throw Fault($"row {Math.Max(fall, 0)} of column {field.Name} ends before it begins");
        end = offsets[length];
        return buffer;
    }

    /// <summary>The next buffer, with at least <paramref name="needed"/> bytes.</summary>
    private ArrowBuffer NextBuffer(Field field, long needed)
    {
        if (_buffersRead == _buffers.Length / 16)
            throw Fault($"the message lists {_buffersRead} buffers, and column {field.Name} needs one more");
        ReadOnlySpan<byte> buffer = _buffers.Slice(_buffersRead++ * 16, 16);
        long offset = BinaryPrimitives.ReadInt64LittleEndian(buffer);
        long length = BinaryPrimitives.ReadInt64LittleEndian(buffer[8..]);
        if (offset < 0 || length < 0 || offset > _body.Length || length > _body.Length - offset)
            throw Fault($"a buffer of column {field.Name} has {length} bytes from {offset}, and the body {_body.Length} in all");
        if (offset % Wire.Alignment != 0)
            throw Fault($"a buffer of column {field.Name} begins at {offset}, which is no multiple of {Wire.Alignment}");
        if (length < needed)
            throw new ArrowFormatException(_bodyOrigin + offset, $"a buffer of column {field.Name} has {length} bytes and needs {needed}");
        return new ArrowBuffer(_body.Slice((int)offset, (int)length));
    }

    private readonly ArrowFormatException Fault(string what) => new(_position, what);
}
