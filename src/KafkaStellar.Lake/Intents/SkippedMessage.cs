namespace KafkaStellar.Lake;

/// <summary>A message that a sink could not read and was told to go past.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Path">The object that keeps it, whole.</param>
/// <param name="Sha256">The SHA-256 of that object, lower-case hex.</param>
public sealed record SkippedMessage(long Offset, string Reason, string Path, string Sha256);
