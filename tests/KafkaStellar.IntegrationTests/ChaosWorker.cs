using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>A role that is kept filled: whoever is killed, or dies by himself, is followed by another.</summary>
internal sealed class ChaosWorker(Func<WorkerProcess> start, string signOfWork) : IAsyncDisposable
{
    private WorkerProcess _process = start();

    /// <summary>How many were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many of them had done some work.</summary>
    public int KilledAtWork { get; private set; }

    /// <summary>What those said who died by themselves.</summary>
    public List<string> Deaths { get; } = [];

    /// <summary>Kills it, and starts another.</summary>
    public async Task KillAsync()
    {
        Kills++;
        if (_process.Error.Contains(signOfWork, StringComparison.Ordinal)) KilledAtWork++;
        await StartAgainAsync();
    }

    /// <summary>Starts another where it has died.</summary>
    public async Task ReviveAsync()
    {
        if (!_process.HasExited) return;
        Deaths.Add(_process.Error);
        await StartAgainAsync();
    }

    /// <summary>Asks it to stop; kills it where it does not.</summary>
    public async Task<int> StopAsync(TimeSpan within) => await _process.StopAsync(within);

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = start();
    }
}
