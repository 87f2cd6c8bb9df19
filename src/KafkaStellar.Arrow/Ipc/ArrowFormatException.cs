namespace KafkaStellar.Arrow.Ipc;

/// <summary>Bytes that are not an Arrow IPC stream, or not one that this library reads. The message says what is wrong and where.</summary>
public sealed class ArrowFormatException(long offset, string what) : FormatException($"Not a readable Arrow stream: {what} (at byte {offset}).")
{
    /// <summary>Where in the input the fault is, in bytes from its start.</summary>
    public long Offset { get; } = offset;
}
