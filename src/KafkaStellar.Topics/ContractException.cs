namespace KafkaStellar.Topics;

/// <summary>
/// A topic contract is wrong, or something is not as it promises. The message names the topic, what was promised and what was found.
/// </summary>
public sealed class ContractException(string message, Exception? cause = null) : Exception(message, cause);
