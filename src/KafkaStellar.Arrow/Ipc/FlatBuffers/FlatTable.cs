using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace KafkaStellar.Arrow.Ipc.FlatBuffers;

/// <summary>A table in a FlatBuffers message that nobody vouches for: each offset and length is checked before it is followed.</summary>
/// <remarks>Offsets to children point forward, so no chain of them can return to its start.</remarks>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _origin; // where the message begins in the input, for errors
    private readonly int _start;
    private readonly int _size;
    private readonly int _vtable;
    private readonly int _vtableSize;

    private FlatTable(ReadOnlySpan<byte> bytes, long origin, int start)
    {
        _bytes = bytes;
        _origin = origin;
        _start = start;
        Require(start, sizeof(int), "a table");
        long vtable = start - (long)BinaryPrimitives.ReadInt32LittleEndian(bytes[start..]);
        if (vtable < 0 || vtable > bytes.Length - 4)
            Throw(start, $"a table's vtable lies outside the message");
        _vtable = (int)vtable;
        _vtableSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[_vtable..]);
        _size = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(_vtable + 2)..]);
        if (_vtableSize < 4 || _vtableSize % 2 != 0 || _vtableSize > bytes.Length - _vtable)
            Throw(_vtable, $"a vtable of {_vtableSize} bytes");
        if (_size < sizeof(int) || _size > bytes.Length - start)
            Throw(start, $"a table of {_size} bytes");
    }

    /// <summary>Where the table begins in the input.</summary>
    public long Position => _origin + _start;

    /// <summary>The table a message begins with.</summary>
    /// <param name="bytes">The whole message.</param>
    /// <param name="origin">Where it begins in the input, for errors.</param>
    public static FlatTable Root(ReadOnlySpan<byte> bytes, long origin)
    {
        if (bytes.Length < sizeof(int))
            throw new ArrowFormatException(origin, $"message metadata of {bytes.Length} bytes");
        uint root = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (root > bytes.Length - sizeof(int))
            throw new ArrowFormatException(origin, "the root table lies outside the message");
        return new FlatTable(bytes, origin, (int)root);
    }

    public byte Byte(int slot) => Slot(slot, sizeof(byte)) is > 0 and int at ? _bytes[at] : (byte)0;

    public bool Bool(int slot) => Byte(slot) != 0;

    public short Int16(int slot, short otherwise = 0) =>
        Slot(slot, sizeof(short)) is > 0 and int at ? BinaryPrimitives.ReadInt16LittleEndian(_bytes[at..]) : otherwise;

    public int Int32(int slot, int otherwise = 0) =>
        Slot(slot, sizeof(int)) is > 0 and int at ? BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]) : otherwise;

    public long Int64(int slot) =>
        Slot(slot, sizeof(long)) is > 0 and int at ? BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]) : 0;

    public bool Has(int slot) => Slot(slot, sizeof(int)) > 0;

    /// <summary>The table a slot points at.</summary>
    /// <exception cref="ArrowFormatException">The slot is empty, or points outside the message.</exception>
    public FlatTable Table(int slot, string what)
    {
        int at = Slot(slot, sizeof(int));
        if (at == 0)
            Throw(_start, $"{what} is missing");
        return new FlatTable(_bytes, _origin, Follow(at));
    }

    /// <summary>The bytes of a text, none where the slot is empty.</summary>
    public ReadOnlySpan<byte> Text(int slot) => Vector(slot, 1, out _);

    /// <summary>A vector's elements, none where the slot is empty.</summary>
    public ReadOnlySpan<byte> Vector(int slot, int elementSize, out int count)
    {
        count = 0;
        int at = Slot(slot, sizeof(int));
        if (at == 0)
            return default;
        int vector = Follow(at);
        Require(vector, sizeof(int), "a vector");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[vector..]);
        if ((long)length * elementSize > _bytes.Length - vector - sizeof(int))
            Throw(vector, $"a vector of {length} elements of {elementSize} bytes does not fit into the message");
        count = (int)length;
        return _bytes.Slice(vector + sizeof(int), count * elementSize);
    }

    /// <summary>How many tables a vector holds.</summary>
    public int TableCount(int slot)
    {
        Vector(slot, sizeof(int), out int count);
        return count;
    }

    /// <summary>One of a vector's tables; the index is below <see cref="TableCount"/>.</summary>
    public FlatTable TableAt(int slot, int index)
    {
        int vector = Follow(Slot(slot, sizeof(int)));
        return new FlatTable(_bytes, _origin, Follow(vector + sizeof(int) * (1 + index)));
    }

    private int Slot(int slot, int size)
    {
        int entry = 4 + 2 * slot;
        if (entry + 2 > _vtableSize)
            return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(_vtable + entry)..]);
        if (offset == 0)
            return 0;
        if (offset < sizeof(int) || offset + size > _size)
            Throw(_vtable + entry, $"slot {slot} lies outside its table");
        return _start + offset;
    }

    private int Follow(int at)
    {
        long target = at + (long)BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);
        if (target > _bytes.Length - sizeof(int))
            Throw(at, "an offset points outside the message");
        return (int)target;
    }

    private void Require(int at, int size, string what)
    {
        if (at > _bytes.Length - size)
            Throw(at, $"{what} lies outside the message");
    }

    [DoesNotReturn]
    private void Throw(int at, string what) => throw new ArrowFormatException(_origin + at, what);
}
