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
            Failure line = Failures.OfWorker(death);
            Interlocked.CompareExchange(ref _exitCode, line.ExitCode, 0);
            health.Standing("a worker has ended", death.Message);
            if (line.ExitCode == ExitCodes.InputRefused) log.InputRefused(death.Message);
            else if (line.SaysItAll) log.WorkerGaveUp(death.Message);
            else log.WorkerDied(death.Message, death);
        }

        if (Interlocked.Decrement(ref _running) == 0 || death is not null) host.StopApplication();
    }
}
