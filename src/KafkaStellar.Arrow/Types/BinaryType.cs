namespace KafkaStellar.Arrow.Types;

/// <summary>Byte strings of any length, at most 2³¹−1 bytes a column.</summary>
public sealed record BinaryType : ArrowType
{
    public static readonly BinaryType Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.Binary;

    public override string Name => "binary";
}
