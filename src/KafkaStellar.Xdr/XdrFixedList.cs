namespace KafkaStellar.Xdr;

/// <summary>A list whose length its definition gives (RFC 4506 §4.12), still in wire form.</summary>
/// <typeparam name="T">The wire type of an item.</typeparam>
public readonly ref struct XdrFixedList<T>
    where T : IXdrType<T>, allows ref struct
{
    private XdrFixedList(int count, ReadOnlySpan<byte> xdr)
    {
        Count = count;
        Xdr = xdr;
    }

    /// <summary>How many items.</summary>
    public int Count { get; }

    /// <summary>The items' bytes.</summary>
    public ReadOnlySpan<byte> Xdr { get; }

    /// <summary>Measures <paramref name="count"/> items.</summary>
    public static XdrFixedList<T> Read(scoped ref XdrReader reader, int count)
    {
        int start = reader.Position;
        Skip(ref reader, count);
        return new XdrFixedList<T>(count, reader.Since(start));
    }

    /// <summary>Passes over <paramref name="count"/> items.</summary>
    public static void Skip(scoped ref XdrReader reader, int count)
    {
        for (int i = 0; i < count; i++) T.Skip(ref reader);
    }

    /// <summary>Decodes the item at <paramref name="index"/>, from 0.</summary>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            var reader = new XdrReader(Xdr);
            for (int i = 0; i < index; i++) T.Skip(ref reader);
            return T.Read(ref reader);
        }
    }
}
