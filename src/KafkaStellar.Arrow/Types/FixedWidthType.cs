namespace KafkaStellar.Arrow.Types;

/// <summary>A type whose values all take the same number of bits, in one buffer.</summary>
public abstract record FixedWidthType : ArrowType
{
    public abstract int BitWidth { get; }
}
