namespace KafkaStellar.Lake;

/// <summary>Compressed bytes that cannot be decompressed: what is wrong, and at which compressed byte.</summary>
/// <remarks>The only exception that decompressing ends in, whatever the bytes are.</remarks>
public sealed class CompressionException(long offset, string problem) : Exception($"compressed byte {offset}: {problem}")
{
    /// <summary>The first compressed byte that was not accepted, from 0.</summary>
    public long Offset { get; } = offset;

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; } = problem;
}
