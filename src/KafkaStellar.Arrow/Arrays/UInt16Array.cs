using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of unsigned 16-bit integers.</summary>
public sealed class UInt16Array : PrimitiveArray<ushort>
{
    internal UInt16Array(ArrayData data) : base(data, ArrowTypeId.UInt16) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<ushort, UInt16Array>(UInt16Type.Default)
    {
        private protected override UInt16Array Wrap(ArrayData data) => new(data);
    }
}
