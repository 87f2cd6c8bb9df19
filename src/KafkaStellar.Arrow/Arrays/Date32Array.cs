using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of days since 1970-01-01.</summary>
public sealed class Date32Array : PrimitiveArray<int>
{
    internal Date32Array(ArrayData data) : base(data, ArrowTypeId.Date32) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<int, Date32Array>(Date32Type.Default)
    {
        private protected override Date32Array Wrap(ArrayData data) => new(data);
    }
}
