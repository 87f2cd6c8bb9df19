namespace KafkaStellar.Arrow.C;

/// <summary>Which rows of its buffers an array from native code uses.</summary>
internal readonly record struct Extent(int Offset, int Length)
{
    public int End => Offset + Length;

    public static Extent Of(in CArrowArray array, string name) =>
        array is { Offset: >= 0, Length: >= 0 and < int.MaxValue } && array.Offset < int.MaxValue - array.Length
            ? new Extent((int)array.Offset, (int)array.Length)
            : throw new InvalidDataException($"'{name}' from native code has {array.Length} rows from {array.Offset}.");
}
