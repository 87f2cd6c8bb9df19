using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of byte strings of one length, such as hashes.</summary>
public sealed partial class FixedSizeBinaryArray : ArrowArray
{
    private readonly ReadOnlyMemory<byte> _values;

    internal FixedSizeBinaryArray(ArrayData data) : base(data)
    {
        CheckType(data, ArrowTypeId.FixedSizedBinary);
        ByteWidth = ((FixedSizeBinaryType)data.DataType).ByteWidth;
        _values = data.Buffers[1].Memory;
    }

    /// <summary>Bytes a value.</summary>
    public int ByteWidth { get; }

    /// <summary>The value's bytes, none where it is null. Valid until the array is disposed.</summary>
    public ReadOnlySpan<byte> GetBytes(int index)
    {
        CheckIndex(index);
        return IsNullUnchecked(index) ? default : _values.Span.Slice((Offset + index) * ByteWidth, ByteWidth);
    }
}
