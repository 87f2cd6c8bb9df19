using System.Text;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of text in UTF-8. The bytes are not checked: a ledger's text may hold any.</summary>
public sealed class StringArray : VariableBinaryArray
{
    internal StringArray(ArrayData data) : base(data, ArrowTypeId.String) { }

    /// <summary>The text, or null. Bytes that are not UTF-8 read as U+FFFD; <see cref="VariableBinaryArray.GetBytes"/> has them as they are.</summary>
    public string? GetString(int index) => IsNull(index) ? null : Encoding.UTF8.GetString(GetBytes(index));

    /// <summary>Gathers text; dispose it.</summary>
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

        private protected override StringArray Wrap(ArrayData data) => new(data);
    }
}
