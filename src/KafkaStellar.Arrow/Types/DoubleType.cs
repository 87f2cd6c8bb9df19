namespace KafkaStellar.Arrow.Types;

/// <summary>IEEE 754 double precision numbers.</summary>
public sealed record DoubleType : FixedWidthType
{
    public static readonly DoubleType Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Double;

    public override string Name => "double";

    public override int BitWidth => 64;
}
