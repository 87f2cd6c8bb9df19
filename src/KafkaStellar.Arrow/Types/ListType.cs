namespace KafkaStellar.Arrow.Types;

/// <summary>Lists of values of one type.</summary>
/// <param name="ValueField">Name, type and nullability of the elements.</param>
public sealed record ListType(Field ValueField) : ArrowType
{
    /// <summary>Lists whose elements may be null and are named <c>item</c>, as most writers have it.</summary>
    public ListType(IArrowType valueDataType) : this(new Field("item", valueDataType, nullable: true)) { }

    public IArrowType ValueDataType => ValueField.DataType;

    public override ArrowTypeId TypeId => ArrowTypeId.List;

    public override string Name => "list";

    private protected override string Text => $"list<{ValueField}>";
}
