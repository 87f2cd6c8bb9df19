namespace KafkaStellar.Arrow.Types;

/// <summary>Signed 8-bit integers.</summary>
public sealed record Int8Type : FixedWidthType
{
    public static readonly Int8Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Int8;

    public override string Name => "int8";

    public override int BitWidth => 8;
}
