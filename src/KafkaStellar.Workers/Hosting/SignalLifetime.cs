using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace KafkaStellar.Workers.Hosting;

/// <summary>SIGTERM and SIGINT stop the host in good order; a second one ends the process at once, which is always safe.</summary>
internal sealed class SignalLifetime(IHostApplicationLifetime host) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void Stop(PosixSignalContext signal)
    {
        if (host.ApplicationStopping.IsCancellationRequested) return; // the second one takes its course
        signal.Cancel = true;
        host.StopApplication();
    }
}
