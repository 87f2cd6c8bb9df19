namespace KafkaStellar.Arrow.Types;

/// <summary>Text in UTF-8, at most 2³¹−1 bytes a column. Builders see to it that it is UTF-8; what is read is not checked.</summary>
public sealed record StringType : ArrowType
{
    public static readonly StringType Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.String;

    public override string Name => "utf8";
}
