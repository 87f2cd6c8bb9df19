using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of byte strings.</summary>
public sealed class BinaryArray : VariableBinaryArray
{
    internal BinaryArray(ArrayData data) : base(data, ArrowTypeId.Binary) { }

    /// <summary>Gathers byte strings; dispose it.</summary>
    public sealed class Builder() : VariableBinaryBuilder<BinaryArray>(BinaryType.Default)
    {
        private protected override BinaryArray Wrap(ArrayData data) => new(data);
    }
}
