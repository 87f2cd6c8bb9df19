namespace KafkaStellar.Workers.Rows;

/// <summary>Standard output, or a file that appears under its name only when it is complete.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string? _path;
    private readonly string? _scratch;

    /// <param name="path">The file's path; null for standard output.</param>
    public OutputFile(string? path)
    {
        _path = path;
        _scratch = path is null ? null : $"{path}.{Environment.ProcessId}.tmp";
        Stream target = _scratch is null ? Console.OpenStandardOutput() : new FileStream(_scratch, FileMode.CreateNew);
        Stream = new BufferedStream(target, 1 << 16);
    }

    /// <summary>Where the bytes go.</summary>
    public Stream Stream { get; }

    /// <summary>Everything was written.</summary>
    public void Complete()
    {
        Stream.Flush();
        if (_path is null) return;
        Stream.Dispose();
        File.Move(_scratch!, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_scratch is not null)
        {
            Stream.Dispose();
            File.Delete(_scratch);
        }
    }
}
