using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of text in UTF-8. A builder makes nothing else; what was read from elsewhere may hold any bytes.</summary>
public sealed class StringArray : VariableBinaryArray
{
    internal StringArray(ArrayData data) : base(data, ArrowTypeId.String) { }

    /// <summary>Whether each value is UTF-8 by itself, under nulls too: then every reader takes the column.</summary>
    public bool IsWellFormed => AreWellFormed(ValueBuffer, ValueOffsets);

    /// <summary>The text, or null. Bytes that are not UTF-8 read as U+FFFD; <see cref="VariableBinaryArray.GetBytes"/> has them as they are.</summary>
    public string? GetString(int index) => IsNull(index) ? null : Encoding.UTF8.GetString(GetBytes(index));

    /// <summary>Gathers text; dispose it. Bytes that are not UTF-8 become U+FFFD in the array, one for each ill-formed part, as Unicode recommends.</summary>
    /// <remarks>
    /// Readers that check (arrow-rs, Polars, arrow-go) refuse a whole message for one bad byte. What was gathered is looked at once and as a
    /// whole, when it is handed over: for ASCII that costs next to nothing, and there is no other way out of a builder.
    /// </remarks>
    public sealed class Builder() : VariableBinaryBuilder<StringArray>(StringType.Default)
    {
        /// <summary>Appends the text in UTF-8; half of a surrogate pair becomes U+FFFD.</summary>
        public void Append(ReadOnlySpan<char> value) =>
            Commit(Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetMaxByteCount(value.Length))));

        /// <summary>Appends the text in UTF-8, or a null.</summary>
        public void Append(string? value)
        {
            if (value is null)
                AppendNull();
            else
                Append(value.AsSpan());
        }

        internal override ArrayData Finish()
        {
            ArrayData gathered = base.Finish();
            return AreWellFormed(gathered.Buffers[2].Span, MemoryMarshal.Cast<byte, int>(gathered.Buffers[1].Span)) ? gathered : Repaired(gathered);
        }

        private protected override StringArray Wrap(ArrayData data) => new(data);

        private static ArrayData Repaired(ArrayData gathered)
        {
            using var texts = new StringArray(gathered);
            using var repaired = new Builder();
            for (int row = 0; row < texts.Length; row++)
                repaired.Append(texts.GetString(row));
            return repaired.Finish();
        }
    }

    private static bool AreWellFormed(ReadOnlySpan<byte> values, ReadOnlySpan<int> offsets)
    {
        int start = offsets[0];
        values = values[start..offsets[^1]];
        if (Ascii.IsValid(values))
            return true;
        if (!Utf8.IsValid(values))
            return false;
        // Good as a whole, they may still be cut within a character, where one value ends and the next begins.
        foreach (int offset in offsets)
        {
            if (offset - start < values.Length && (values[offset - start] & 0b1100_0000) == 0b1000_0000)
                return false;
        }

        return true;
    }
}
