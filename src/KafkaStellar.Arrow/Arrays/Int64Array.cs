using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of signed 64-bit integers.</summary>
public sealed class Int64Array : PrimitiveArray<long>
{
    internal Int64Array(ArrayData data) : base(data, ArrowTypeId.Int64) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<long, Int64Array>(Int64Type.Default)
    {
        private protected override Int64Array Wrap(ArrayData data) => new(data);
    }
}
