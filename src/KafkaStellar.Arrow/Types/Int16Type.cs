namespace KafkaStellar.Arrow.Types;

/// <summary>Signed 16-bit integers.</summary>
public sealed record Int16Type : FixedWidthType
{
    public static readonly Int16Type Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Int16;

    public override string Name => "int16";

    public override int BitWidth => 16;
}
