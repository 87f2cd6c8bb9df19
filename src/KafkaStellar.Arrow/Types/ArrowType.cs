namespace KafkaStellar.Arrow.Types;

/// <summary>What all types share: value equality, and a text with parameters.</summary>
public abstract record ArrowType : IArrowType
{
    public abstract ArrowTypeId TypeId { get; }

    public abstract string Name { get; }

    /// <summary>The type with its parameters: <c>decimal128(38, 0)</c>, <c>timestamp[us, UTC]</c>, <c>list&lt;item: binary?&gt;</c>.</summary>
    public sealed override string ToString() => Text;

    private protected virtual string Text => Name;
}
