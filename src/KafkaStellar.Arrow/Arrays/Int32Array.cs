using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of signed 32-bit integers.</summary>
public sealed class Int32Array : PrimitiveArray<int>
{
    internal Int32Array(ArrayData data) : base(data, ArrowTypeId.Int32) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<int, Int32Array>(Int32Type.Default)
    {
        private protected override Int32Array Wrap(ArrayData data) => new(data);
    }
}
