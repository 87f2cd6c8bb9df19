using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Tests;

/// <summary>A store whose worker dies at one of its puts: before it, or when it is done and nobody was told.</summary>
internal sealed class CrashingStore(IObjectStore store, int putsUntilCrash, bool afterPut) : IObjectStore
{
    private int _puts;

    public string Name => store.Name;

    public async Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop)
    {
        bool crashes = ++_puts == putsUntilCrash;
        if (crashes && !afterPut) throw new CrashException();
        bool put = await store.PutIfAbsentAsync(key, content, stop);
        return crashes ? throw new CrashException() : put;
    }

    public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) => store.GetAsync(key, limit, stop);

    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) => store.HeadAsync(key, stop);

    public Task<string?> Sha256Async(string key, CancellationToken stop) => store.Sha256Async(key, stop);

    public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop) =>
        store.ListAsync(prefix, startAfter, limit, stop);
}

/// <summary>The worker is dead.</summary>
internal sealed class CrashException : Exception;
