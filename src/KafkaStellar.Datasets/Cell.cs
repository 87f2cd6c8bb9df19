using System.Text.Json;

namespace KafkaStellar.Datasets;

/// <summary>Takes one cell out of a row.</summary>
public delegate TValue Cell<TRow, out TValue>(in TRow row)
    where TRow : allows ref struct
    where TValue : allows ref struct;

/// <summary>Writes one cell's text, UTF-8, into <paramref name="utf8"/> and gives its length; -1 for null.</summary>
public delegate int TextCell<TRow>(in TRow row, Span<byte> utf8)
    where TRow : allows ref struct;

/// <summary>Writes one cell as a JSON value.</summary>
public delegate void JsonCell<TRow>(in TRow row, Utf8JsonWriter json)
    where TRow : allows ref struct;

/// <summary>Writes one cell as a JSON value; false, with nothing written, for null.</summary>
public delegate bool OptionalJsonCell<TRow>(in TRow row, Utf8JsonWriter json)
    where TRow : allows ref struct;

/// <summary>Appends one cell's list, each element with one call of <paramref name="list"/>.</summary>
public delegate void ListCell<TRow, TBuilder>(in TRow row, TBuilder list)
    where TRow : allows ref struct;

/// <summary>Bytes that may be absent. Absent is not empty: a memo can be the empty text.</summary>
public readonly ref struct OptionalBytes
{
    private OptionalBytes(ReadOnlySpan<byte> bytes)
    {
        HasValue = true;
        Bytes = bytes;
    }

    /// <summary>No bytes.</summary>
    public static OptionalBytes None => default;

    /// <summary>Whether there are bytes, be they none.</summary>
    public bool HasValue { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Bytes that are there.</summary>
    public static OptionalBytes Of(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Bytes, where none at all means absent.</summary>
    public static OptionalBytes OfNonEmpty(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? None : new(bytes);
}
