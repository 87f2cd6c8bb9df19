using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of true and false.</summary>
public sealed partial class BooleanArray : ArrowArray
{
    private readonly ReadOnlyMemory<byte> _values;

    internal BooleanArray(ArrayData data) : base(data)
    {
        CheckType(data, ArrowTypeId.Boolean);
        _values = data.Buffers[1].Memory;
    }

    /// <summary>The value, or null.</summary>
    public bool? GetValue(int index)
    {
        CheckIndex(index);
        return IsNullUnchecked(index) ? null : Bits.Get(_values.Span, Offset + index);
    }
}
