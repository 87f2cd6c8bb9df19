using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of signed 16-bit integers.</summary>
public sealed class Int16Array : PrimitiveArray<short>
{
    internal Int16Array(ArrayData data) : base(data, ArrowTypeId.Int16) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<short, Int16Array>(Int16Type.Default)
    {
        private protected override Int16Array Wrap(ArrayData data) => new(data);
    }
}
