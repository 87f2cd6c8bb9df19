using System.Diagnostics.CodeAnalysis;

namespace KafkaStellar.Datasets;

/// <summary>A set of byte strings that is asked with spans.</summary>
public sealed class ByteSet
{
    private readonly HashSet<byte[]> _set = new(Comparer.Instance);
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>A set of some byte strings.</summary>
    public ByteSet(params IEnumerable<byte[]> members)
    {
        _set.UnionWith(members);
        _lookup = _set.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The set of nothing.</summary>
    public static ByteSet Empty { get; } = new();

    /// <summary>Whether it has no member; as a filter, that it lets all pass.</summary>
    public bool IsEmpty => _set.Count == 0;

    /// <summary>The members, in no order.</summary>
    public IReadOnlyCollection<byte[]> Members => _set;

    /// <summary>Whether <paramref name="bytes"/> is a member.</summary>
    public bool Contains(ReadOnlySpan<byte> bytes) => _lookup.Contains(bytes);

    /// <summary>Whether <paramref name="bytes"/> passes the set as a filter: it is a member, or the set is empty.</summary>
    public bool Passes(ReadOnlySpan<byte> bytes) => IsEmpty || Contains(bytes);

    internal sealed class Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Comparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
