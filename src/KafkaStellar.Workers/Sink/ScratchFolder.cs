using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>A folder for what is not finished; it is gone after <see cref="Dispose"/>, and what killed predecessors left goes at the next start.</summary>
/// <remarks>A lock tells the living from the dead, as process ids do not: in a container every process is the first.</remarks>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "kafkastellar-sink-scratch-";
    private const string LockName = ".lock";

    // Between making a folder and locking it.
    private static readonly TimeSpan NewBorn = TimeSpan.FromMinutes(1);

    private readonly FileStream _lock;

    public ScratchFolder(string? parent)
    {
        parent ??= System.IO.Path.GetTempPath();
        Directory.CreateDirectory(parent);
        RemoveLeftovers(parent);
        Parent = parent;
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"{Prefix}{Guid.NewGuid():N}")).FullName;
        _lock = new FileStream(System.IO.Path.Combine(Path, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>The folder that holds it, and outlives it.</summary>
    public string Parent { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private static void RemoveLeftovers(string parent)
    {
        foreach (string folder in Directory.GetDirectories(parent, Prefix + "*"))
        {
            string mark = System.IO.Path.Combine(folder, LockName);
            bool isDead = File.Exists(mark) ? FileLock.TryRemove(mark) : Directory.GetLastWriteTimeUtc(folder) < DateTime.UtcNow - NewBorn;
            if (!isDead) continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // another sink that starts now was quicker
            }
        }
    }
}
