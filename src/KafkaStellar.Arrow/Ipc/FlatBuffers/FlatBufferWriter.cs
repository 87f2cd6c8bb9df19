using System.Buffers.Binary;
using System.Text;

namespace KafkaStellar.Arrow.Ipc.FlatBuffers;

/// <summary>Writes one FlatBuffers message from front to back: a table first, then what it points at.</summary>
/// <remarks>
/// Follows the FlatBuffers binary format ("Internals"): little-endian, offsets to children point forward, each table has a vtable before it.
/// Nothing is shared or reordered, so the same calls give the same bytes.
/// </remarks>
internal sealed class FlatBufferWriter
{
    private byte[] _bytes = new byte[512];
    private int _length = sizeof(int); // the root's offset

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Begins a table; all slots are zero until they are set.</summary>
    /// <param name="slotSizes">Bytes of each slot in the order of the definition: 1, 2, 4 or 8; 0 leaves it out.</param>
    public FlatTableWriter BeginTable(params ReadOnlySpan<int> slotSizes)
    {
        int vtableSize = sizeof(ushort) * (2 + slotSizes.Length);
        bool wide = slotSizes.Contains(sizeof(long));
        Align(sizeof(ushort));
        // An 8-byte slot comes first in its table, after the 4 bytes that lead to the vtable.
        while ((_length + vtableSize) % (wide ? 8 : 4) != (wide ? 4 : 0))
            Reserve(sizeof(ushort));
        int vtable = Reserve(vtableSize);
        int tableSize = sizeof(int);
        for (int size = sizeof(long); size > 0; size /= 2)
        {
            for (int slot = 0; slot < slotSizes.Length; slot++)
            {
                if (slotSizes[slot] != size)
                    continue;
                PutUInt16(vtable + 4 + 2 * slot, tableSize);
                tableSize += size;
            }
        }

        int table = Reserve(tableSize);
        PutUInt16(vtable, vtableSize);
        PutUInt16(vtable + 2, tableSize);
        PutInt32(table, table - vtable);
        return new FlatTableWriter(this, table);
    }

    public void SetRoot(FlatTableWriter table) => PutInt32(0, table.Start);

    /// <summary>Begins a vector of offsets to tables and returns where its elements stand; each is then pointed at its table.</summary>
    public int BeginTableVector(int count, out int vector)
    {
        Align(sizeof(int));
        vector = Reserve(sizeof(int) * (1 + count));
        PutInt32(vector, count);
        return vector + sizeof(int);
    }

    /// <summary>Writes a vector of structs of 64-bit numbers.</summary>
    public int Vector(ReadOnlySpan<long> numbers, int numbersPerElement)
    {
        while (_length % 8 != 4)
            Reserve(1);
        int vector = Reserve(sizeof(int) + sizeof(long) * numbers.Length);
        PutInt32(vector, numbers.Length / numbersPerElement);
        for (int i = 0; i < numbers.Length; i++)
            PutInt64(vector + sizeof(int) + sizeof(long) * i, numbers[i]);
        return vector;
    }

    public int Text(string value)
    {
        Align(sizeof(int));
        int bytes = Encoding.UTF8.GetByteCount(value);
        int text = Reserve(sizeof(int) + bytes + 1); // ends with a zero
        PutInt32(text, bytes);
        Encoding.UTF8.GetBytes(value, _bytes.AsSpan(text + sizeof(int)));
        return text;
    }

    /// <summary>Fills up with zeros to a multiple of <paramref name="alignment"/>.</summary>
    public void Align(int alignment) => Reserve((alignment - _length % alignment) % alignment);

    public void PointAt(int from, int target) => PutInt32(from, target - from);

    public void PutByte(int position, byte value) => _bytes[position] = value;

    public void PutUInt16(int position, int value) => BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(position), checked((ushort)value));

    public void PutInt32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), value);

    public void PutInt64(int position, long value) => BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(position), value);

    public int SlotPosition(int table, int slot)
    {
        int vtable = table - BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(table));
        return table + BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(vtable + 4 + 2 * slot));
    }

    private int Reserve(int count)
    {
        int start = _length;
        if (count > _bytes.Length - start)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(start + count)));
        _length = start + count;
        return start;
    }
}
