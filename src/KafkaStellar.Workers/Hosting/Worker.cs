using Microsoft.Extensions.Hosting;

namespace KafkaStellar.Workers.Hosting;

/// <summary>A worker's life: it runs on a thread of its own until it is done, is told to stop, or dies loudly.</summary>
/// <remarks>
/// The Kafka client blocks, and reading deeply nested XDR wants a deep stack: so a thread, not a task. The host alone would end with 0 when a
/// worker throws; <see cref="Fleet"/> makes the process say so.
/// </remarks>
internal abstract class Worker(Fleet fleet) : BackgroundService
{
    // 1,500 levels of nesting take less than 1 MiB; the rest is peace of mind, and costs address space only.
    private const int StackBytes = 16 << 20;

    /// <summary>The work, in the order in which the data travels. Returns when it is done or was told to stop.</summary>
    protected abstract void Run(CancellationToken stop);

    /// <inheritdoc/>
    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fleet.Begins();
        var thread = new Thread(() => Live(ended, stoppingToken), StackBytes) { Name = GetType().Name, IsBackground = true };
        thread.Start();
        return ended.Task;
    }

    private void Live(TaskCompletionSource ended, CancellationToken stop)
    {
        try
        {
            Run(stop);
            fleet.Ended(null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            fleet.Ended(null);
        }
        catch (Exception death)
        {
            fleet.Ended(death);
        }
        finally
        {
            ended.SetResult();
        }
    }
}
