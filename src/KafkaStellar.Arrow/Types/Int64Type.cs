namespace KafkaStellar.Arrow.Types;

/// <summary>Signed 64-bit integers.</summary>
public sealed record Int64Type : FixedWidthType
{
    public static readonly Int64Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Int64;

    public override string Name => "int64";

    public override int BitWidth => 64;
}
