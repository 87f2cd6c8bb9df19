namespace KafkaStellar.Workers.Hosting;

/// <summary>A line of <see cref="Failures"/>.</summary>
/// <param name="Exception">The type, and all that derive from it and have no line of their own.</param>
/// <param name="Fate">What a worker does about it.</param>
/// <param name="ExitCode">How a process ends that it ends.</param>
/// <param name="SaysItAll">Whether its sentence says what is wrong and what to do; any other is a bug, which its stack helps to find.</param>
internal sealed record Failure(Type Exception, Fate Fate, int ExitCode, bool SaysItAll = true);
