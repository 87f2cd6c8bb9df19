namespace KafkaStellar.Arrow.Types;

/// <summary>Text in UTF-8, at most 2³¹−1 bytes a column. The bytes are not checked: a ledger's text may hold any.</summary>
public sealed record StringType : ArrowType
{
    public static readonly StringType Default = new();

    public override ArrowTypeId TypeId => ArrowTypeId.String;

    public override string Name => "utf8";
}
