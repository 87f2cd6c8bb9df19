using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaStellar.Lake;

/// <summary>The POSIX calls .NET has no word for: creating a name only if it is free, making a folder's entries durable, and telling one file from another.</summary>
internal static partial class Posix
{
    private const int AlreadyExists = 17; // EEXIST, the same number on Linux and macOS

    // statx(2): AT_FDCWD, STATX_TYPE | STATX_INO, S_IFMT and three of its types.
    private const int CurrentFolder = -100;
    private const uint TypeAndInode = 0x101;
    private const ushort TypeBits = 0xF000;
    private const ushort PlainType = 0x8000;
    private const ushort FolderType = 0x4000;
    private const ushort SocketType = 0xC000;

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

    /// <summary>What a path leads to (statx(2)); null where it leads to nothing that can be seen.</summary>
    internal static FileIdentity? Stat(string path)
    {
        if (StatX(CurrentFolder, path, 0, TypeAndInode, out Status status) != 0) return null;
        FileKind kind = (status.Mode & TypeBits) switch
        {
            PlainType => FileKind.Plain,
            FolderType => FileKind.Folder,
            SocketType => FileKind.Socket,
            _ => FileKind.Other,
        };
        return new FileIdentity(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode, kind);
    }

    private static IOException Failure(string what, string path, int error) =>
        new($"Cannot {what}: {path}: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).");

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenToRead(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out Status status);

    /// <summary><c>struct statx</c>, the same on every architecture; of its 256 bytes what is read here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
