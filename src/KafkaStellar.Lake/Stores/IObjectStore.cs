namespace KafkaStellar.Lake;

/// <summary>Where objects are kept: a folder, a bucket. Objects are created once and never changed.</summary>
/// <remarks>
/// A key is relative to the store's root, its parts separated by '/'; <see cref="ObjectKey.Verify"/> says which are allowed.
/// Failures of the store itself are <see cref="IOException"/>s: the world was busy, try again.
/// </remarks>
public interface IObjectStore
{
    /// <summary>What to call the store in logs and errors.</summary>
    string Name { get; }

    /// <summary>Creates an object, whole and durable, unless one of that key exists already.</summary>
    /// <returns>True when this call created it, false when it existed already; either way it is durable then.</returns>
    /// <exception cref="IOException">It is not known whether the object was created: ask for it.</exception>
    Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop);

    /// <summary>Reads an object whole.</summary>
    /// <returns>Its bytes, rented, to be disposed; null when there is no such object.</returns>
    /// <exception cref="IOException">It cannot be read, or has more than <paramref name="limit"/> bytes.</exception>
    Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop);

    /// <summary>How large an object is; null when there is no such object.</summary>
    Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop);

    /// <summary>The SHA-256 of an object's bytes, lower-case hex; null when there is no such object. What it answers for is durable. It may read the object whole.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    Task<string?> Sha256Async(string key, CancellationToken stop);

    /// <summary>Lists keys in ascending order of their bytes.</summary>
    /// <param name="prefix">What the keys start with; "" for all.</param>
    /// <param name="startAfter">Only keys greater than this; null for all.</param>
    /// <param name="limit">How many at most, 1 to 1000; fewer come only when there are no more.</param>
    /// <param name="stop">Ends the call.</param>
    Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop);
}
