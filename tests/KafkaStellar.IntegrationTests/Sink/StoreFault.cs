using KafkaStellar.Lake;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>What befalls a sink at one of its calls to the store.</summary>
public enum StoreFaultKind
{
    /// <summary>It dies before the store has done anything.</summary>
    DiesBefore,

    /// <summary>It dies when the store has done it.</summary>
    DiesAfter,

    /// <summary>The store does it, and the answer is lost.</summary>
    AnswerLost,
}

/// <summary>A way to a folder that fails once: at the n-th call of a kind whose key holds a text.</summary>
internal sealed class StoreFault(string folder, string call, string keyPart, int at, StoreFaultKind kind) : IObjectStore
{
    private readonly FolderStore _inner = new(folder);
    private int _calls;

    /// <summary>Whether it has failed.</summary>
    public bool HasFailed { get; private set; }

    public string Name => _inner.Name;

    public Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop) => CallAsync("put", key, () => _inner.PutIfAbsentAsync(key, content, stop));

    public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) => CallAsync("get", key, () => _inner.GetAsync(key, limit, stop));

    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) => CallAsync("head", key, () => _inner.HeadAsync(key, stop));

    public Task<string?> Sha256Async(string key, CancellationToken stop) => CallAsync("sha256", key, () => _inner.Sha256Async(key, stop));

    public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop) =>
        CallAsync("list", prefix, () => _inner.ListAsync(prefix, startAfter, limit, stop));

    private async Task<T> CallAsync<T>(string name, string key, Func<Task<T>> doIt)
    {
        bool fails = name == call && key.Contains(keyPart, StringComparison.Ordinal) && ++_calls == at;
        HasFailed |= fails;
        if (fails && kind == StoreFaultKind.DiesBefore) throw new DiedException();
        T answer = await doIt();
        if (fails) throw kind == StoreFaultKind.AnswerLost ? new IOException("the connection was reset") : new DiedException();
        return answer;
    }
}

/// <summary>The sink dies here.</summary>
internal sealed class DiedException : Exception;
