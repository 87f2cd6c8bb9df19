using System.Runtime.CompilerServices;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>Gathers numbers.</summary>
public abstract class PrimitiveArrayBuilder<T, TArray> : FixedWidthBuilder<T, TArray>
    where T : unmanaged
    where TArray : IArrowArray
{
    private protected PrimitiveArrayBuilder(IArrowType dataType) : base(dataType) { }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(T value) => Add(value);

    /// <summary>Appends the value, or a null.</summary>
    public void Append(T? value)
    {
        if (value.HasValue)
            Add(value.GetValueOrDefault());
        else
            AppendNull();
    }

    public void AppendRange(ReadOnlySpan<T> values) => AddRange(values);
}
