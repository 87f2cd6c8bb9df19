namespace KafkaStellar.Testing;

/// <summary>The signals that tests send, by their numbers on Linux.</summary>
public enum ProcessSignal
{
    /// <summary>SIGINT: what Ctrl-C sends.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL: a crash.</summary>
    Kill = 9,

    /// <summary>SIGTERM: what asks a worker to stop.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: goes on after <see cref="Pause"/>.</summary>
    Resume = 18,

    /// <summary>SIGSTOP: a process that hangs.</summary>
    Pause = 19,
}
