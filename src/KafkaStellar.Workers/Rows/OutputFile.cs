namespace KafkaStellar.Workers.Rows;

/// <summary>An output being written. A plain file appears under its name when it is complete; of one that is not, nothing stays.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly OutputPlace _place;
    private readonly string? _scratch;
    private readonly Stream _bytes;

    /// <param name="place">Where it goes.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public OutputFile(OutputPlace place)
    {
        _place = place;
        _scratch = place.IsPlainFile ? place.NewScratch() : null;
        _bytes = _scratch is null ? place.Open() : Create(_scratch);
        Stream = new BufferedStream(new OutputStream(_bytes, place), 1 << 16);
    }

    /// <summary>Where the bytes go.</summary>
    public Stream Stream { get; }

    /// <summary>Everything was written.</summary>
    /// <exception cref="IOException">The last of it cannot be written.</exception>
    public void Complete()
    {
        Stream.Flush();
        // To ask for the handle moves the descriptor, which others may go on with, behind what was written.
        if (_bytes is FileStream { CanSeek: true } file) _ = file.SafeFileHandle;
        _bytes.Dispose();
        if (_scratch is not null) _place.Publish(_scratch);
    }

    /// <summary>Drops what was not completed; bytes that still wait go nowhere, as they may be what could not be written.</summary>
    public void Dispose()
    {
        _bytes.Dispose();
        if (_scratch is not null) File.Delete(_scratch);
    }

    private FileStream Create(string scratch)
    {
        try
        {
            return new FileStream(scratch, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw _place.Failure(cause);
        }
    }
}
