using System.Text;

namespace KafkaStellar.Lake;

/// <summary>Walks a folder in the order in which a bucket lists its keys, opening only the folders it must.</summary>
/// <remarks>A bucket orders whole keys by their bytes, so a folder counts as its name with '/' after it.</remarks>
internal sealed class FolderWalk(string root, string prefix, string? startAfter, CancellationToken stop)
{
    internal IEnumerable<ObjectEntry> Entries() => Directory.Exists(root) ? Under("") : [];

    private IEnumerable<ObjectEntry> Under(string folder)
    {
        stop.ThrowIfCancellationRequested();
        foreach (string key in KeysIn(folder))
        {
            if (key.EndsWith('/'))
            {
                foreach (ObjectEntry entry in Under(key)) yield return entry;
            }
            else if (Length(key) is { } length)
            {
                yield return new ObjectEntry(key, length);
            }
        }
    }

    private List<string> KeysIn(string folder)
    {
        var keys = new List<string>();
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(Path.Combine(root, folder)).EnumerateFileSystemInfos())
            {
                string key = folder + entry.Name + (entry is DirectoryInfo ? "/" : "");
                if (!FolderStore.IsTemporary(entry.Name) && MayMatch(key)) keys.Add(key);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // removed while we walked: then it holds nothing
        }

        keys.Sort(CompareBytes);
        return keys;
    }

    private bool MayMatch(string key)
    {
        bool isFolder = key.EndsWith('/');
        bool hasPrefix = key.StartsWith(prefix, StringComparison.Ordinal) || (isFolder && prefix.StartsWith(key, StringComparison.Ordinal));
        bool isAfter = startAfter is null || CompareBytes(key, startAfter) > 0 || (isFolder && startAfter.StartsWith(key, StringComparison.Ordinal));
        return hasPrefix && isAfter;
    }

    private long? Length(string key)
    {
        var file = new FileInfo(Path.Combine(root, key));
        return file.Exists ? file.Length : null;
    }

    // UTF-16's order differs from UTF-8's only where surrogates are; then the bytes are compared.
    private static int CompareBytes(string left, string right) =>
        left.AsSpan().ContainsAnyInRange('\ud800', '\uffff') || right.AsSpan().ContainsAnyInRange('\ud800', '\uffff')
            ? Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))
            : string.CompareOrdinal(left, right);
}
