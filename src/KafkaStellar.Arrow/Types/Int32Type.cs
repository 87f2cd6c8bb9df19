namespace KafkaStellar.Arrow.Types;

/// <summary>Signed 32-bit integers.</summary>
public sealed record Int32Type : FixedWidthType
{
    public static readonly Int32Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Int32;

    public override string Name => "int32";

    public override int BitWidth => 32;
}
