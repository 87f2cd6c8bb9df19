using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of unsigned 8-bit integers.</summary>
public sealed class UInt8Array : PrimitiveArray<byte>
{
    internal UInt8Array(ArrayData data) : base(data, ArrowTypeId.UInt8) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<byte, UInt8Array>(UInt8Type.Default)
    {
        private protected override UInt8Array Wrap(ArrayData data) => new(data);
    }
}
