namespace KafkaStellar.Lake;

/// <summary>What a sink does where a topic has lost messages before they became files.</summary>
public enum GapPolicy
{
    /// <summary>It halts with a sentence.</summary>
    Halt,

    /// <summary>It declares the offsets a gap and goes on where the topic begins.</summary>
    Continue,
}
