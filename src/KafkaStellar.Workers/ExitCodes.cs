namespace KafkaStellar.Workers;

/// <summary>How a verb ends.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed: the world was not as it should be (a broker, a disk, a bug).</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage: the command line or the configuration.</summary>
    public const int WrongUsage = 2;

    /// <summary>Input refused: bad or missing data.</summary>
    public const int InputRefused = 3;

    /// <summary>EPIPE: the errno of writing to a pipe that nobody reads any more.</summary>
    public const int BrokenPipe = 32;
}
