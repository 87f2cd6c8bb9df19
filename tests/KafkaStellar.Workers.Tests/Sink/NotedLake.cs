using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Tests.Sink;

/// <summary>A lake in a folder whose intents and files are noted as they come.</summary>
internal sealed class NotedLake(string folder, List<string> events) : IObjectStore
{
    private readonly FolderStore _inner = new(folder);

    public string Name => _inner.Name;

    public async Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop)
    {
        bool isNew = await _inner.PutIfAbsentAsync(key, content, stop);
        if (key.Contains("/log/", StringComparison.Ordinal)) events.Add("declare");
        if (key.EndsWith(".parquet", StringComparison.Ordinal)) events.Add("publish");
        return isNew;
    }

    public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) => _inner.GetAsync(key, limit, stop);

    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) => _inner.HeadAsync(key, stop);

    public Task<string?> Sha256Async(string key, CancellationToken stop) => _inner.Sha256Async(key, stop);

    public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop) => _inner.ListAsync(prefix, startAfter, limit, stop);
}
