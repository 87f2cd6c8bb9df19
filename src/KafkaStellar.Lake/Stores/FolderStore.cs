using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace KafkaStellar.Lake;

/// <summary>Objects as files in a folder of a local POSIX file system. An object appears under its name only when it is whole and on the disk.</summary>
/// <remarks>
/// Put: a hidden temporary file in the same folder, fsync, link(2) to the final name (which fails where the name is taken), unlink, fsync of the
/// folder. <see cref="File.Move(string, string, bool)"/> would look first and rename then, which is a race.
/// </remarks>
public sealed class FolderStore : IObjectStore
{
    private const string TemporaryEnd = ".tmp";
    private const int GuidLength = 32;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string _root;

    /// <summary>Objects in the folder <paramref name="root"/>, which is created with the first object.</summary>
    public FolderStore(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _root = Path.GetFullPath(root);
    }

    public string Name => _root;

    public async Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop)
    {
        string path = PathOf(key);
        string folder = Path.GetDirectoryName(path)!;
        if (File.Exists(path))
        {
            SyncFolders(folder); // whoever put it may have died before this
            return false;
        }

        CreateFolder(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}{TemporaryEnd}");
        try
        {
            await WriteAsync(temporary, content, stop).ConfigureAwait(false);
            return Posix.TryLink(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
            SyncFolders(folder);
        }
    }

    public async Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop)
    {
        string path = PathOf(key);
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: false);
            return await RentedBytes.ReadAsync(file, file.Length + 1, limit, stop).ConfigureAwait(false)
                ?? throw new IOException($"{path} has more than {limit} bytes: it is not what it should be, or the limit is to be raised.");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var file = new FileInfo(PathOf(key));
        return Task.FromResult<ObjectEntry?>(file.Exists ? new ObjectEntry(key, file.Length) : null);
    }

    public async Task<string?> Sha256Async(string key, CancellationToken stop)
    {
        try
        {
            string path = PathOf(key);
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: false);
            SyncFolders(Path.GetDirectoryName(path)!);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop).ConfigureAwait(false));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return Task.FromResult<IReadOnlyList<ObjectEntry>>([.. new FolderWalk(_root, prefix, startAfter, stop).Entries().Take(limit)]);
    }

    /// <summary>Removes temporary files that a killed writer left. A file that is still written is locked by its writer, and stays.</summary>
    /// <remarks>Between its last byte and its name a file is not locked: a writer that is met there fails, and is to put again.</remarks>
    /// <param name="stop">Ends it early.</param>
    /// <returns>How many were removed.</returns>
    public int RemoveLeftovers(CancellationToken stop)
    {
        int removed = 0;
        if (!Directory.Exists(_root)) return removed;
        var hidden = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
        foreach (string path in Directory.EnumerateFiles(_root, $".*{TemporaryEnd}", hidden))
        {
            stop.ThrowIfCancellationRequested();
            if (IsTemporary(Path.GetFileName(path)) && FileLock.TryRemove(path)) removed++;
        }

        return removed;
    }

    /// <summary>Whether <paramref name="name"/> is one a put in progress uses: ".NAME.32 hex digits.tmp".</summary>
    internal static bool IsTemporary(string name)
    {
        if (name.Length < GuidLength + 7 || name[0] != '.' || !name.EndsWith(TemporaryEnd, StringComparison.Ordinal)) return false;
        int guid = name.Length - TemporaryEnd.Length - GuidLength;
        return name[guid - 1] == '.' && !name.AsSpan(guid, GuidLength).ContainsAnyExcept(s_hexDigits);
    }

    private static async Task WriteAsync(string path, ObjectContent content, CancellationToken stop)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, content.Length);
        await using (var target = new FileStream(file, FileAccess.Write, bufferSize: 0))
        {
            await using Stream source = content.Open();
            await source.CopyToAsync(target, 1 << 20, stop).ConfigureAwait(false);
            if (target.Position != content.Length)
                throw new IOException($"{content.Path ?? path} had {target.Position} bytes when it was copied, not {content.Length}: it was changed meanwhile.");
            Posix.Sync(file, path);
        }
    }

    // A new folder is durable only when the folder above it says so.
    private static void CreateFolder(string folder)
    {
        var missing = new Stack<string>();
        for (string? above = folder; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above)) missing.Push(above);
        foreach (string path in missing)
        {
            Directory.CreateDirectory(path);
            Posix.SyncFolder(Path.GetDirectoryName(path)!);
        }
    }

    // Up to the root: a predecessor may have made folders and died. What is on the disk already costs nothing.
    private void SyncFolders(string folder)
    {
        Posix.SyncFolder(folder);
        if (folder.Length > _root.Length) SyncFolders(Path.GetDirectoryName(folder)!);
    }

    private string PathOf(string key)
    {
        ObjectKey.Verify(key);
        return Path.Combine(_root, key);
    }
}
