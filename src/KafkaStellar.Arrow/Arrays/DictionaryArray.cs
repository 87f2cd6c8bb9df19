using System.Runtime.InteropServices;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of text in which each distinct text is held once.</summary>
public sealed partial class DictionaryArray : ArrowArray
{
    private readonly ReadOnlyMemory<byte> _indices;

    internal DictionaryArray(ArrayData data) : base(data)
    {
        CheckType(data, ArrowTypeId.Dictionary);
        _indices = data.Buffers[1].Memory;
        Dictionary = new StringArray(data.Dictionary!.Share());
    }

    /// <summary>The distinct texts. Lent: disposed with this array.</summary>
    public StringArray Dictionary { get; }

    /// <summary>For each row where its text stands in <see cref="Dictionary"/>; where a row is null, the index there means nothing.</summary>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public ReadOnlySpan<int> Indices
    {
        get
        {
            CheckAlive();
            return Length == 0 ? default : MemoryMarshal.Cast<byte, int>(_indices.Span).Slice(Offset, Length);
        }
    }

    /// <summary>The text's bytes, none where it is null. Valid until the array is disposed.</summary>
    public ReadOnlySpan<byte> GetBytes(int index)
    {
        CheckIndex(index);
        return IsNullUnchecked(index) ? default : Dictionary.GetBytes(Indices[index]);
    }

    /// <summary>The text, or null.</summary>
    public string? GetString(int index)
    {
        CheckIndex(index);
        return IsNullUnchecked(index) ? null : Dictionary.GetString(Indices[index]);
    }

    private protected override void ReleaseChildren() => Dictionary.Dispose();
}
