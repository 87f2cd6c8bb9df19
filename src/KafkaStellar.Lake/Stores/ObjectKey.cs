using System.Buffers;
using System.Text;

namespace KafkaStellar.Lake;

/// <summary>Which keys are allowed: what every store can hold, and what cannot lead out of a folder.</summary>
public static class ObjectKey
{
    // S3 and GCS allow 1024 bytes a key, most file systems 255 a name; a folder store's temporary name adds 38 to it.
    private const int MaxBytes = 1024;
    private const int MaxPartBytes = 216;

    private static readonly SearchValues<char> s_refused = SearchValues.Create("\\\u007f" + string.Concat(Enumerable.Range(0, 32).Select(code => (char)code)));

    /// <summary>Refuses a key that is empty, absolute, too long, or has an empty part, "." or "..", a control character or a backslash.</summary>
    /// <exception cref="ArgumentException">The key is refused; the sentence says why.</exception>
    public static void Verify(string key)
    {
        if (Problem(key) is { } problem) throw new ArgumentException($"The object key \"{Printable(key)}\" is refused: {problem}.", nameof(key));
    }

    private static string? Problem(string key)
    {
        if (key.Length == 0) return "it is empty";
        if (key[0] == '/') return "it is absolute";
        if (key.AsSpan().ContainsAny(s_refused)) return "it has a control character or a backslash";
        if (!HasWholeCharacters(key)) return "it is not well-formed Unicode";
        if (Encoding.UTF8.GetByteCount(key) > MaxBytes) return $"it has more than {MaxBytes} bytes";
        foreach (string part in key.Split('/'))
        {
            if (part is "" or "." or "..") return "it has an empty part, \".\" or \"..\"";
            if (Encoding.UTF8.GetByteCount(part) > MaxPartBytes) return $"it has a part of more than {MaxPartBytes} bytes";
            if (FolderStore.IsTemporary(part)) return "it has a part that is named as a temporary file is";
        }

        return null;
    }

    // U+FFFD itself is a character as good as any.
    private static bool HasWholeCharacters(ReadOnlySpan<char> key)
    {
        while (!key.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(key, out _, out int length) != OperationStatus.Done) return false;
            key = key[length..];
        }

        return true;
    }

    private static string Printable(string key) => string.Concat(key.Take(200).Select(character => char.IsControl(character) ? '?' : character));
}
