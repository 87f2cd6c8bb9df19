namespace KafkaStellar.Lake;

/// <summary>Tells a file whose writer lives from one whose writer was killed: the writer holds a lock (flock(2)), which the kernel drops with the process.</summary>
public static class FileLock
{
    /// <summary>Removes a file unless somebody holds it.</summary>
    /// <returns>Whether this call removed it.</returns>
    public static bool TryRemove(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
            return true;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return false; // held, or gone meanwhile, or not ours
        }
    }
}
