namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>A worker's way to a store: each call first waits for its turn and may meet a fault.</summary>
/// <param name="inner">The store.</param>
/// <param name="next">Called before each call; gives its fault.</param>
internal sealed class FaultyStore(IObjectStore inner, Func<Task<Fault>> next) : IObjectStore
{
    public string Name => inner.Name;

    /// <summary>Whether a file's hash is asked for without waiting for a turn.</summary>
    internal bool HashesWithoutTurn { get; init; }

    public Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop) => Call(() => inner.PutIfAbsentAsync(key, content, stop));

    public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) => Call(() => inner.GetAsync(key, limit, stop));

    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) => Call(() => inner.HeadAsync(key, stop));

    public Task<string?> Sha256Async(string key, CancellationToken stop) =>
        HashesWithoutTurn ? inner.Sha256Async(key, stop) : Call(() => inner.Sha256Async(key, stop));

    public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop) =>
        Call(() => inner.ListAsync(prefix, startAfter, limit, stop));

    private async Task<T> Call<T>(Func<Task<T>> call)
    {
        Fault fault = await next().ConfigureAwait(false);
        if (fault == Fault.KilledBefore) throw new KilledException();
        if (fault == Fault.Busy) throw new IOException("503: slow down");
        T answer = await call().ConfigureAwait(false);
        if (fault == Fault.KilledAfter) throw new KilledException();
        return fault == Fault.AnswerLost ? throw new IOException("connection reset") : answer;
    }
}
