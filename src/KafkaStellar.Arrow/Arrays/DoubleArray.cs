using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of double precision numbers.</summary>
public sealed class DoubleArray : PrimitiveArray<double>
{
    internal DoubleArray(ArrayData data) : base(data, ArrowTypeId.Double) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<double, DoubleArray>(DoubleType.Default)
    {
        private protected override DoubleArray Wrap(ArrayData data) => new(data);
    }
}
