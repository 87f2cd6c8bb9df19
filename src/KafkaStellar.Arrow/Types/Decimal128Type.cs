namespace KafkaStellar.Arrow.Types;

/// <summary>Exact decimal numbers of up to 38 digits: a 128-bit signed integer, divided by 10 to the power of the scale.</summary>
public sealed record Decimal128Type : FixedWidthType
{
    private readonly Int128 _end;

    /// <param name="precision">Digits in all, 1 to 38.</param>
    /// <param name="scale">Digits after the point; negative ones are zeros before it.</param>
    public Decimal128Type(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        Precision = precision;
        Scale = scale;
        Int128 end = 1;
        for (int i = 0; i < precision; i++)
            end *= 10;
        _end = end;
    }

    public int Precision { get; }

    public int Scale { get; }

    public override ArrowTypeId TypeId => ArrowTypeId.Decimal128;

    public override string Name => "decimal128";

    public override int BitWidth => 128;

    /// <summary>Whether the unscaled number has no more digits than the precision allows.</summary>
    public bool Fits(Int128 unscaled) => unscaled < _end && unscaled > -_end;

    private protected override string Text => $"decimal128({Precision}, {Scale})";
}
