namespace KafkaStellar.Arrow;

/// <summary>A column's values. Whoever holds one disposes it; a record batch disposes its columns.</summary>
public interface IArrowArray : IDisposable
{
    ArrayData Data { get; }

    /// <summary>Rows.</summary>
    int Length { get; }

    /// <summary>The row of the buffers at which this array starts; indices count from there.</summary>
    int Offset { get; }

    int NullCount { get; }

    bool IsNull(int index);

    bool IsValid(int index);
}
