namespace KafkaStellar.Arrow.Types;

/// <summary>True or false, one bit a value.</summary>
public sealed record BooleanType : FixedWidthType
{
    public static readonly BooleanType Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Boolean;

    public override string Name => "bool";

    public override int BitWidth => 1;
}
