using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of unsigned 64-bit integers.</summary>
public sealed class UInt64Array : PrimitiveArray<ulong>
{
    internal UInt64Array(ArrayData data) : base(data, ArrowTypeId.UInt64) { }

    /// <summary>Gathers values into native memory; dispose it.</summary>
    public sealed class Builder() : PrimitiveArrayBuilder<ulong, UInt64Array>(UInt64Type.Default)
    {
        private protected override UInt64Array Wrap(ArrayData data) => new(data);
    }
}
