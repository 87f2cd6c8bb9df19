namespace KafkaStellar.Testing;

/// <summary>Two tables that should agree do not; the message says where.</summary>
public sealed class RowsDifferException(string message) : Exception(message);
