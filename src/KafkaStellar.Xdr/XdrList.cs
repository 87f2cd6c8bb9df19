using System.Runtime.CompilerServices;

namespace KafkaStellar.Xdr;

/// <summary>A list still in wire form, measured once and decoded as it is walked.</summary>
/// <typeparam name="T">The wire type of an item.</typeparam>
public readonly ref struct XdrList<T>
    where T : IXdrType<T>, allows ref struct
{
    private XdrList(int count, ReadOnlySpan<byte> xdr)
    {
        Count = count;
        Xdr = xdr;
    }

    /// <summary>How many items.</summary>
    public int Count { get; }

    /// <summary>The list's own bytes, its count first. Empty for <see langword="default"/>, a list of nothing.</summary>
    public ReadOnlySpan<byte> Xdr { get; }

    /// <summary>Measures a list of at most <paramref name="max"/> items.</summary>
    public static XdrList<T> Read(scoped ref XdrReader reader, int max = int.MaxValue)
    {
        int start = reader.Position;
        int count = SkipItems(ref reader, max);
        return new XdrList<T>(count, reader.Since(start));
    }

    /// <summary>Passes over a list of at most <paramref name="max"/> items.</summary>
    public static void Skip(scoped ref XdrReader reader, int max = int.MaxValue) => SkipItems(ref reader, max);

    /// <summary>Decodes the items one after the other.</summary>
    public Enumerator GetEnumerator() => new(Count, Xdr);

    private static int SkipItems(scoped ref XdrReader reader, int max)
    {
        int count = reader.ReadCount(max, T.MinSize);
        if (T.IsPlain)
        {
            reader.Advance(count * T.MinSize);
        }
        else
        {
            for (int i = 0; i < count; i++) T.Skip(ref reader);
        }

        return count;
    }

    /// <summary>A walk over the items.</summary>
    public ref struct Enumerator
    {
        private XdrReader _reader;
        private int _left;

        internal Enumerator(int count, ReadOnlySpan<byte> xdr)
        {
            Current = default!;
            _left = count;
            _reader = new XdrReader(xdr.IsEmpty ? xdr : xdr[4..]);
        }

        /// <summary>The item the walk stands at.</summary>
        public T Current { get; private set; }

        /// <summary>Decodes the next item; false after the last.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_left == 0) return false;
            _left--;
            Current = T.Read(ref _reader);
            return true;
        }
    }
}
