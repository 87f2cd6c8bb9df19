namespace KafkaStellar.Arrow.Types;

/// <summary>Unsigned 16-bit integers.</summary>
public sealed record UInt16Type : FixedWidthType
{
    public static readonly UInt16Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.UInt16;

    public override string Name => "uint16";

    public override int BitWidth => 16;
}
