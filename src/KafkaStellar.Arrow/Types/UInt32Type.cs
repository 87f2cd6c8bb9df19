namespace KafkaStellar.Arrow.Types;

/// <summary>Unsigned 32-bit integers.</summary>
public sealed record UInt32Type : FixedWidthType
{
    public static readonly UInt32Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.UInt32;

    public override string Name => "uint32";

    public override int BitWidth => 32;
}
