namespace KafkaStellar.Topics;

/// <summary>A fault that a test asked for; see <see cref="FaultPoint"/>.</summary>
public sealed class FaultException(string name) : Exception($"The fault point {name} was told to throw.");
