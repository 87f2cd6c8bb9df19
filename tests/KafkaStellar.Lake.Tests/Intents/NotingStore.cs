using System.Security.Cryptography;

namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>Notes what a worker is told by a store: its state follows from that.</summary>
internal sealed class NotingStore(IObjectStore inner, Action<string> note) : IObjectStore
{
    public string Name => inner.Name;

    public async Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop)
    {
        bool answer = await inner.PutIfAbsentAsync(key, content, stop).ConfigureAwait(false);
        note($"{answer}");
        return answer;
    }

    public async Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop)
    {
        RentedBytes? answer = await inner.GetAsync(key, limit, stop).ConfigureAwait(false);
        note(answer is null ? "none" : Convert.ToHexStringLower(SHA256.HashData(answer.Span)));
        return answer;
    }

    public async Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop)
    {
        ObjectEntry? answer = await inner.HeadAsync(key, stop).ConfigureAwait(false);
        note($"{answer?.Length}");
        return answer;
    }

    public async Task<string?> Sha256Async(string key, CancellationToken stop)
    {
        string? answer = await inner.Sha256Async(key, stop).ConfigureAwait(false);
        note(answer ?? "none");
        return answer;
    }

    public async Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop)
    {
        IReadOnlyList<ObjectEntry> answer = await inner.ListAsync(prefix, startAfter, limit, stop).ConfigureAwait(false);
        note(string.Join(',', answer.Select(entry => entry.Key)));
        return answer;
    }
}
