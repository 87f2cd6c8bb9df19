namespace KafkaStellar.Testing;

/// <summary>What all tests of a class or collection share: started when the first of them asks for it, ended after the last.</summary>
/// <param name="start">Starts it; skips the running test, with the reason, where it cannot be had.</param>
public abstract class StartedOnce<T>(Func<Task<T>> start) : IAsyncLifetime
    where T : IAsyncDisposable
{
    private readonly Lazy<Task<T>> _started = new(start);

    /// <summary>It, started by now.</summary>
    protected Task<T> StartedAsync() => _started.Value;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _started.Value).DisposeAsync();
    }
}
