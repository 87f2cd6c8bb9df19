namespace KafkaStellar.Arrow.Types;

/// <summary>Unsigned 64-bit integers.</summary>
public sealed record UInt64Type : FixedWidthType
{
    public static readonly UInt64Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.UInt64;

    public override string Name => "uint64";

    public override int BitWidth => 64;
}
