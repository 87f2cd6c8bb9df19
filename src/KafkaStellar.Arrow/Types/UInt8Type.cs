namespace KafkaStellar.Arrow.Types;

/// <summary>Unsigned 8-bit integers.</summary>
public sealed record UInt8Type : FixedWidthType
{
    public static readonly UInt8Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.UInt8;

    public override string Name => "uint8";

    public override int BitWidth => 8;
}
