namespace KafkaStellar.Lake;

/// <summary>A store that is asked again, at growing intervals, while it is busy: a full disk, a server that says 503, a connection that broke.</summary>
/// <remarks>
/// A put that is tried again may find its own object: it answers "was there already" then, which callers must take for what it is, and compare.
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="pauses">How long to wait before each further try; none left: the failure passes.</param>
public sealed class PatientStore(IObjectStore store, IReadOnlyList<TimeSpan> pauses) : IObjectStore
{
    /// <summary>Some 25 s in all: a server's restart, and less than a consumer may be silent.</summary>
    public static IReadOnlyList<TimeSpan> UsualPauses { get; } = [.. Enumerable.Range(0, 9).Select(attempt => TimeSpan.FromMilliseconds(50 << attempt))];

    public string Name => store.Name;

    public Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop) => Patiently(() => store.PutIfAbsentAsync(key, content, stop), stop);

    public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) => Patiently(() => store.GetAsync(key, limit, stop), stop);

    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) => Patiently(() => store.HeadAsync(key, stop), stop);

    public Task<string?> Sha256Async(string key, CancellationToken stop) => Patiently(() => store.Sha256Async(key, stop), stop);

    public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop) =>
        Patiently(() => store.ListAsync(prefix, startAfter, limit, stop), stop);

    private async Task<T> Patiently<T>(Func<Task<T>> call, CancellationToken stop)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (IOException) when (attempt < pauses.Count)
            {
                // Workers that failed together do not come back together.
                await Task.Delay(pauses[attempt] * (0.5 + (Random.Shared.NextDouble() / 2)), stop).ConfigureAwait(false);
            }
        }
    }
}
