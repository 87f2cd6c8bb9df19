namespace KafkaStellar.Arrow.Types;

/// <summary>Byte strings that all have the same length, such as hashes.</summary>
public sealed record FixedSizeBinaryType : FixedWidthType
{
    /// <param name="byteWidth">Bytes a value, 0 to 2²⁸−1.</param>
    public FixedSizeBinaryType(int byteWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteWidth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteWidth, int.MaxValue / 8);
        ByteWidth = byteWidth;
    }

    public int ByteWidth { get; }

    public override ArrowTypeId TypeId => ArrowTypeId.FixedSizedBinary;

    public override string Name => "fixed_size_binary";

    public override int BitWidth => ByteWidth * 8;

    private protected override string Text => $"fixed_size_binary[{ByteWidth}]";
}
