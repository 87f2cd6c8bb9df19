using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>32 bytes of its own, for what outlives the bytes it was read from.</summary>
[InlineArray(32)]
internal struct Hash32 : IEquatable<Hash32>
{
    private byte _first;

    public Hash32(ReadOnlySpan<byte> bytes) => bytes.CopyTo(this);

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => this;

    public readonly bool Equals(Hash32 other) => Bytes.SequenceEqual(other.Bytes);

    public override readonly bool Equals(object? obj) => obj is Hash32 other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}
