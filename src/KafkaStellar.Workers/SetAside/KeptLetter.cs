using KafkaStellar.Topics;

namespace KafkaStellar.Workers.SetAside;

/// <summary>A dead letter and where it is kept.</summary>
/// <param name="At">Its own position, in dead-letters.</param>
/// <param name="Letter">The message that could not be read.</param>
internal sealed record KeptLetter(Position At, DeadLetter Letter);
