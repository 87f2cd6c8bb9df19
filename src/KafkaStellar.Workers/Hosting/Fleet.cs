using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Xdr;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaStellar.Workers.Hosting;

/// <summary>The workers of this process: it ends when all of them are done, or as soon as one dies, with the exit code that tells.</summary>
internal sealed class Fleet(IHostApplicationLifetime host, Health health, ILogger<Fleet> log)
{
    private int _running;
    private int _exitCode;

    /// <summary>How the process is to end.</summary>
    public int ExitCode => _exitCode;

    /// <summary>A worker begins.</summary>
    public void Begins() => Interlocked.Increment(ref _running);

    /// <summary>A worker has ended: of itself, or by an exception.</summary>
    public void Ended(Exception? death)
    {
        if (death is not null)
        {
            Interlocked.CompareExchange(ref _exitCode, ExitCodeOf(death), 0);
            health.Standing("a worker has ended", death.Message);
            if (ExitCodeOf(death) == ExitCodes.InputRefused) log.InputRefused(death.Message);
            else if (SaysItAll(death)) log.WorkerGaveUp(death.Message);
            else log.WorkerDied(death.Message, death);
        }

        if (Interlocked.Decrement(ref _running) == 0 || death is not null) host.StopApplication();
    }

    private static int ExitCodeOf(Exception death) =>
        death is LedgerRefusedException or LedgerFileException or UnknownProtocolException or BrokenChainException or BadMessageException
            ? ExitCodes.InputRefused
            : ExitCodes.Failed;

    /// <summary>Whether a death's sentence says what is wrong and what to do; any other is a bug, which its stack helps to find.</summary>
    private static bool SaysItAll(Exception death) =>
        death is TopicsException or ContractException or IntentException or TransfersDisagreeException or IOException or UnauthorizedAccessException;
}
