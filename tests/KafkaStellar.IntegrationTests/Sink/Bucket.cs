using KafkaStellar.Lake;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>A lake in a bucket.</summary>
internal static class Bucket
{
    /// <summary>The SHA-256 of each object of a network, by its key: of its bytes, not of what it says of itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> HashesAsync(this S3Store store, string label)
    {
        var hashes = new Dictionary<string, string>();
        foreach (ObjectEntry entry in await store.ListAsync($"{label}/", null, 1000, default)) hashes[entry.Key] = (await store.Sha256Async(entry.Key, default))!;
        return hashes;
    }
}
