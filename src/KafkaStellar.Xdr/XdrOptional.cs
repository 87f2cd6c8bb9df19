namespace KafkaStellar.Xdr;

/// <summary>A value that may be absent (RFC 4506 §4.19), still in wire form.</summary>
/// <typeparam name="T">The wire type of the value.</typeparam>
public readonly ref struct XdrOptional<T>
    where T : IXdrType<T>, allows ref struct
{
    private XdrOptional(bool hasValue, ReadOnlySpan<byte> xdr)
    {
        HasValue = hasValue;
        Xdr = xdr;
    }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue { get; }

    /// <summary>The value's own bytes, without the flag before it; empty when absent.</summary>
    public ReadOnlySpan<byte> Xdr { get; }

    /// <summary>The value. Ask <see cref="HasValue"/> first: an absent one throws <see cref="InvalidOperationException"/>.</summary>
    public T Value
    {
        get
        {
            if (!HasValue) XdrException.ThrowAbsent(typeof(T).Name);
            var reader = new XdrReader(Xdr);
            return T.Read(ref reader);
        }
    }

    /// <summary>A value that is there: the bytes of one that was checked before.</summary>
    public static XdrOptional<T> Of(ReadOnlySpan<byte> xdr) => new(true, xdr);

    /// <summary>Measures an optional value.</summary>
    public static XdrOptional<T> Read(scoped ref XdrReader reader)
    {
        if (!reader.ReadBool()) return default;
        int start = reader.Position;
        T.Skip(ref reader);
        return new XdrOptional<T>(true, reader.Since(start));
    }

    /// <summary>Passes over an optional value.</summary>
    public static void Skip(scoped ref XdrReader reader)
    {
        if (reader.ReadBool()) T.Skip(ref reader);
    }
}
