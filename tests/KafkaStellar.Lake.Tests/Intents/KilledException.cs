namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>kill -9: nothing of the worker runs after it.</summary>
internal sealed class KilledException : Exception;
