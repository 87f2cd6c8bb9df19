namespace KafkaStellar.Arrow.Types;

/// <summary>A column of nulls only: no buffers.</summary>
public sealed record NullType : ArrowType
{
    public static readonly NullType Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Null;

    public override string Name => "null";
}
