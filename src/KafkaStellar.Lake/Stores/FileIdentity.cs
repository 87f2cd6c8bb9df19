namespace KafkaStellar.Lake;

/// <summary>Which file a path leads to, links followed: paths of one identity are names of one file.</summary>
/// <param name="Device">The device it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode, FileKind Kind)
{
    /// <summary>What a path leads to; null where it leads to nothing that can be seen.</summary>
    public static FileIdentity? Of(string path) => Posix.Stat(path);
}
