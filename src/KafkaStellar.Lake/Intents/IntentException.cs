namespace KafkaStellar.Lake;

/// <summary>The lake's own record is not as it must be, so that a sink cannot go on: a sentence that says where, and what to do.</summary>
public sealed class IntentException(string sentence) : Exception(sentence);
