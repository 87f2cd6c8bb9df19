namespace KafkaStellar.Arrow.Types;

/// <summary>Few distinct texts in many rows: 32-bit indices into an array that holds each text once.</summary>
public sealed record DictionaryType : FixedWidthType
{
    /// <param name="indexType">Must be <c>int32</c>.</param>
    /// <param name="valueType">Must be <c>utf8</c>.</param>
    /// <param name="ordered">Whether the order of the indices is the order of the values.</param>
    public DictionaryType(IArrowType indexType, IArrowType valueType, bool ordered)
    {
        if (indexType.TypeId != ArrowTypeId.Int32 || valueType.TypeId != ArrowTypeId.String)
            throw new ArgumentException($"Only utf8 with int32 indices can be dictionary-encoded, not {valueType} with {indexType}.");
        IndexType = indexType;
        ValueType = valueType;
        Ordered = ordered;
    }

    public static readonly DictionaryType Utf8 = new(Int32Type.Default, StringType.Default, ordered: false);

    public IArrowType IndexType { get; }

    public IArrowType ValueType { get; }

    public bool Ordered { get; }

    public override ArrowTypeId TypeId => ArrowTypeId.Dictionary;

    public override string Name => "dictionary";

    public override int BitWidth => 32;

    private protected override string Text => $"dictionary<{ValueType}, {IndexType}{(Ordered ? ", ordered" : "")}>";
}
