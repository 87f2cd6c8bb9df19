namespace KafkaStellar.Xdr;

/// <summary>What every wire type can do: be read, and be passed over.</summary>
/// <remarks>Passing over is validating: it visits every discriminant, length, flag and padding, and lends nothing.</remarks>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IXdrType<TSelf>
    where TSelf : IXdrType<TSelf>, allows ref struct
{
    /// <summary>The bytes a value takes at least; what bounds a list's count before it is believed.</summary>
    static abstract int MinSize { get; }

    /// <summary>Whether every value takes <see cref="MinSize"/> bytes of which none can be wrong, so that a list of them is passed over in one step.</summary>
    static abstract bool IsPlain { get; }

    /// <summary>Reads a value; it lends the reader's bytes.</summary>
    static abstract TSelf Read(scoped ref XdrReader reader);

    /// <summary>Passes over a value, checking all of it.</summary>
    static abstract void Skip(scoped ref XdrReader reader);
}
