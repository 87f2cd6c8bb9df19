using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of signed 8-bit integers.</summary>
public sealed class Int8Array : PrimitiveArray<sbyte>
{
    internal Int8Array(ArrayData data) : base(data, ArrowTypeId.Int8) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<sbyte, Int8Array>(Int8Type.Default)
    {
        private protected override Int8Array Wrap(ArrayData data) => new(data);
    }
}
