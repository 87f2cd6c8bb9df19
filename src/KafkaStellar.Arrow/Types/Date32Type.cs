namespace KafkaStellar.Arrow.Types;

/// <summary>Days since 1970-01-01, signed, 32 bits.</summary>
public sealed record Date32Type : FixedWidthType
{
    public static readonly Date32Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Date32;

    public override string Name => "date32";

    public override int BitWidth => 32;
}
