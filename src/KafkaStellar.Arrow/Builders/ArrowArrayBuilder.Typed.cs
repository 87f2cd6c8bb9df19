using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A builder whose array's type is known.</summary>
public abstract class ArrowArrayBuilder<TArray> : ArrowArrayBuilder
    where TArray : IArrowArray
{
    private protected ArrowArrayBuilder(IArrowType dataType) : base(dataType) { }

    /// <summary>Hands the gathered rows over as an array, which then owns the memory, and starts empty.</summary>
    public new TArray Build() => Wrap(Finish());

    private protected abstract TArray Wrap(ArrayData data);
}
