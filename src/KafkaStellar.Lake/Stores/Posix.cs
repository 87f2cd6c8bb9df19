using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaStellar.Lake;

/// <summary>The POSIX calls .NET has no word for: creating a name only if it is free, and making a folder's entries durable.</summary>
internal static partial class Posix
{
    private const int AlreadyExists = 17; // EEXIST, the same number on Linux and macOS

    private static readonly AsyncLocal<Action<string>?> s_watch = new();

    /// <summary>Who hears of each call of this flow when it is done, as <c>sync PATH</c>, <c>sync-folder PATH</c>, <c>link PATH</c>: what is durable, nobody sees in a file.</summary>
    internal static Action<string>? Watch
    {
        set => s_watch.Value = value;
    }

    /// <summary>Gives a file a second name unless the name is taken; false when it is (link(2), EEXIST).</summary>
    internal static bool TryLink(string existing, string name)
    {
        if (Link(existing, name) == 0)
        {
            s_watch.Value?.Invoke($"link {name}");
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw Failure("give the file its name", name, error);
    }

    /// <summary>Returns when the file's bytes are on the disk (fsync(2)).</summary>
    internal static void Sync(SafeFileHandle file, string path)
    {
        SyncOrThrow(file, path);
        s_watch.Value?.Invoke($"sync {path}");
    }

    /// <summary>Returns when the folder's entries are on the disk.</summary>
    internal static void SyncFolder(string path)
    {
        using SafeFileHandle folder = OpenToRead(path, 0);
        if (folder.IsInvalid) throw Failure("open the folder", path, Marshal.GetLastPInvokeError());
        SyncOrThrow(folder, path);
        s_watch.Value?.Invoke($"sync-folder {path}");
    }

    private static void SyncOrThrow(SafeFileHandle file, string path)
    {
        if (Sync(file) != 0) throw Failure("write to the disk", path, Marshal.GetLastPInvokeError());
    }

    private static IOException Failure(string what, string path, int error) =>
        new($"Cannot {what}: {path}: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).");

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenToRead(string path, int flags);
}
