using System.Globalization;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of exact decimal numbers of up to 38 digits.</summary>
public sealed class Decimal128Array : PrimitiveArray<Int128>
{
    internal Decimal128Array(ArrayData data) : base(data, ArrowTypeId.Decimal128) { }

    /// <summary>The number without its scale: 123 with scale 2 is 1.23. Zero where it is null.</summary>
    public Int128 GetInt128(int index) => GetValue(index).GetValueOrDefault();

    /// <summary>The number in digits, with as many after the point as the scale says; null where it is null.</summary>
    public string? GetString(int index)
    {
        if (GetValue(index) is not { } unscaled)
            return null;
        int scale = ((Decimal128Type)Data.DataType).Scale;
        if (scale == 0)
            return unscaled.ToString(CultureInfo.InvariantCulture);
        bool negative = unscaled < 0;
        UInt128 magnitude = negative ? (UInt128)(-unscaled) : (UInt128)unscaled;
        string digits = magnitude.ToString(CultureInfo.InvariantCulture);
        if (scale < 0)
            return $"{(negative ? "-" : "")}{digits}{(unscaled == 0 ? "" : new string('0', -scale))}";
        digits = digits.PadLeft(scale + 1, '0');
        return $"{(negative ? "-" : "")}{digits.AsSpan(0, digits.Length - scale)}.{digits.AsSpan(digits.Length - scale)}";
    }

    /// <summary>Gathers decimal numbers; dispose it.</summary>
    public sealed class Builder(Decimal128Type type) : FixedWidthBuilder<Int128, Decimal128Array>(type)
    {
        private readonly Decimal128Type _type = type;

        /// <summary>Appends a number without its scale: 123 with scale 2 is 1.23.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It has more digits than the precision; ask <see cref="Decimal128Type.Fits"/> before.</exception>
        public void Append(Int128 unscaled)
        {
            if (!_type.Fits(unscaled))
                throw new ArgumentOutOfRangeException(nameof(unscaled), unscaled, $"The number has more than {_type.Precision} digits.");
            Add(unscaled);
        }

        /// <summary>Appends the number, or a null.</summary>
        public void Append(Int128? unscaled)
        {
            if (unscaled.HasValue)
                Append(unscaled.GetValueOrDefault());
            else
                AppendNull();
        }

        private protected override Decimal128Array Wrap(ArrayData data) => new(data);
    }
}
