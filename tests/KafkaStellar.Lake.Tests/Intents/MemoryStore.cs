using System.Security.Cryptography;
using System.Text;

namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>Objects in memory, in the order of their keys.</summary>
internal sealed class MemoryStore : IObjectStore
{
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public string Name => "memory";

    internal IReadOnlyDictionary<string, byte[]> Objects => _objects;

    /// <summary>The keys of intents.</summary>
    internal IReadOnlyList<string> IntentKeys => [.. _objects.Keys.Where(key => key.Contains("/log/", StringComparison.Ordinal))];

    /// <summary>Whether it overwrites, as stores do that do not know the condition.</summary>
    internal bool IgnoresCondition { get; init; }

    internal string TextOf(string key) => Encoding.UTF8.GetString(_objects[key]);

    internal void Replace(string key, byte[] bytes) => _objects[key] = bytes;

    internal void Remove(string key) => _objects.Remove(key).ShouldBeTrue();

    public async Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop)
    {
        using var bytes = new MemoryStream();
        await using (Stream source = content.Open()) source.CopyTo(bytes);
        if (!IgnoresCondition) return _objects.TryAdd(key, bytes.ToArray());
        _objects[key] = bytes.ToArray();
        return true;
    }

    public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) =>
        Task.FromResult(_objects.TryGetValue(key, out byte[]? bytes) ? RentedBytes.Copy(bytes) : null);

    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) =>
        Task.FromResult<ObjectEntry?>(_objects.TryGetValue(key, out byte[]? bytes) ? new ObjectEntry(key, bytes.Length) : null);

    public Task<string?> Sha256Async(string key, CancellationToken stop) =>
        Task.FromResult(_objects.TryGetValue(key, out byte[]? bytes) ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : null);

    public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<ObjectEntry>>(
        [
            .. _objects.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal) && (startAfter is null || string.CompareOrdinal(pair.Key, startAfter) > 0))
                .Take(limit).Select(pair => new ObjectEntry(pair.Key, pair.Value.Length)),
        ]);
}
