namespace KafkaStellar.Arrow.Ipc.FlatBuffers;

/// <summary>A table that a <see cref="FlatBufferWriter"/> has begun; its slots are set by their number in the definition.</summary>
internal readonly struct FlatTableWriter(FlatBufferWriter writer, int start)
{
    public int Start => start;

    public void Set(int slot, byte value) => writer.PutByte(writer.SlotPosition(start, slot), value);

    public void Set(int slot, bool value) => Set(slot, (byte)(value ? 1 : 0));

    public void Set(int slot, short value) => writer.PutUInt16(writer.SlotPosition(start, slot), value);

    public void Set(int slot, int value) => writer.PutInt32(writer.SlotPosition(start, slot), value);

    public void Set(int slot, long value) => writer.PutInt64(writer.SlotPosition(start, slot), value);

    /// <summary>Lets an offset slot point at what was written after the table.</summary>
    public void PointAt(int slot, int target) => writer.PointAt(writer.SlotPosition(start, slot), target);
}
