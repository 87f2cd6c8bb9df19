using System.Diagnostics;

namespace KafkaStellar.Workers.Sink;

/// <summary>A folder for what is not finished; it is gone after <see cref="Dispose"/>, and what killed predecessors left goes at the next start.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "kafkastellar-sink-";

    public ScratchFolder(string? parent)
    {
        parent ??= System.IO.Path.GetTempPath();
        Directory.CreateDirectory(parent);
        RemoveLeftovers(parent);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void RemoveLeftovers(string parent)
    {
        foreach (string folder in Directory.GetDirectories(parent, Prefix + "*"))
        {
            string[] parts = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-');
            if (int.TryParse(parts[0], out int process) && !IsRunning(process)) Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using Process running = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
