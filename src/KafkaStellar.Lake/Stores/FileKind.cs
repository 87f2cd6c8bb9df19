namespace KafkaStellar.Lake;

/// <summary>What stands under a path.</summary>
public enum FileKind
{
    /// <summary>A plain file.</summary>
    Plain,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A socket of the file system.</summary>
    Socket,

    /// <summary>A device, or a pipe.</summary>
    Other,
}
