using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>What a record batch's message will hold: field nodes and buffers in the format's order, depth first.</summary>
internal sealed class BatchBody
{
    private static readonly byte[] OneZeroOffset = new byte[sizeof(int)];

    private readonly List<long> _nodes = [];
    private readonly List<long> _buffers = [];
    private readonly List<BodyPart> _parts = [];

    /// <summary>Length and null count of each array.</summary>
    public ReadOnlySpan<long> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>Offset and length of each buffer in the body.</summary>
    public ReadOnlySpan<long> Buffers => CollectionsMarshal.AsSpan(_buffers);

    public IReadOnlyList<BodyPart> Parts => _parts;

    /// <summary>Bytes of the body, a multiple of 8.</summary>
    public long Length { get; private set; }

    /// <summary>The dictionaries met, in the order of their columns; their place is their id.</summary>
    public List<ArrayData> Dictionaries { get; } = [];

    public void Add(ArrayData data) => Add(data, data.Offset, data.Length);

    /// <param name="data">The array.</param>
    /// <param name="offset">The first row of the buffers that is written.</param>
    /// <param name="length">Rows written.</param>
    private void Add(ArrayData data, int offset, int length)
    {
        int nulls = data.CountNulls(offset, length);
        _nodes.Add(length);
        _nodes.Add(nulls);
        if (data.DataType.TypeId == ArrowTypeId.Null)
            return;
        if (nulls == 0)
            AddPart(default);
        else
            AddBits(data.Buffers[0], offset, length);
        switch (data.DataType)
        {
            case BooleanType:
                AddBits(data.Buffers[1], offset, length);
                break;
            case FixedWidthType type:
                int width = type.BitWidth / 8;
                AddPart(new BodyPart(data.Buffers[1].Memory, offset * width, length * width));
                if (data.Dictionary is not null)
                    Dictionaries.Add(data.Dictionary);
                break;
            case StringType or BinaryType:
                (int first, int count) = AddOffsets(data.Buffers[1], offset, length);
                AddPart(new BodyPart(data.Buffers[2].Memory, first, count));
                break;
            case ListType:
                (first, count) = AddOffsets(data.Buffers[1], offset, length);
                Add(data.Children[0], data.Children[0].Offset + first, count);
                break;
            case StructType:
                foreach (ArrayData child in data.Children)
                    Add(child, child.Offset + offset, length);
                break;
        }
    }

    private (int First, int Count) AddOffsets(ArrowBuffer buffer, int offset, int length)
    {
        if (length == 0)
        {
            AddPart(new BodyPart(OneZeroOffset, 0, sizeof(int)));
            return (0, 0);
        }

        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(buffer.Span).Slice(offset, length + 1);
        AddPart(new BodyPart(buffer.Memory, offset * sizeof(int), offsets.Length * sizeof(int), rebase: offsets[0]));
        return (offsets[0], offsets[^1] - offsets[0]);
    }

    private void AddBits(ArrowBuffer buffer, int offset, int length) =>
        AddPart(new BodyPart(buffer.Memory, offset, Bits.BytesFor(length), bits: length));

    private void AddPart(BodyPart part)
    {
        _buffers.Add(Length);
        _buffers.Add(part.Length);
        _parts.Add(part);
        Length += Wire.Aligned(part.Length);
    }
}
