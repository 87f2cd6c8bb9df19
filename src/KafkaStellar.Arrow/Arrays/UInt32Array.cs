using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of unsigned 32-bit integers.</summary>
public sealed class UInt32Array : PrimitiveArray<uint>
{
    internal UInt32Array(ArrayData data) : base(data, ArrowTypeId.UInt32) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<uint, UInt32Array>(UInt32Type.Default)
    {
        private protected override UInt32Array Wrap(ArrayData data) => new(data);
    }
}
