using System.Runtime.CompilerServices;

namespace KafkaStellar.Lake;

/// <summary>Reads a data lake of ledgers (SEP-54) in a store.</summary>
/// <remarks>One caller at a time: the decompressor is used again.</remarks>
public sealed partial class LedgerLake : IDisposable
{
    private const int PageLength = 1000;

    private readonly IObjectStore _store;
    private readonly LedgerLakeOptions _options;
    private readonly ZstdDecompressor _zstd = new();

    // Lakes keep to one extension; asked for first is the one that was found last.
    private string _extension = LakeLayout.Extension;

    private LedgerLake(IObjectStore store, LedgerLakeOptions options, LakeManifest? manifest, LakeLayout layout)
    {
        _store = store;
        _options = options;
        Manifest = manifest;
        Layout = layout;
    }

    /// <summary>The lake's manifest; null in a lake without one.</summary>
    public LakeManifest? Manifest { get; }

    /// <summary>How ledgers are cut into objects.</summary>
    public LakeLayout Layout { get; }

    /// <summary>Opens a lake: reads its manifest, or takes the layout from the options.</summary>
    /// <exception cref="LedgerFileException">There is neither, they disagree, or the manifest cannot be read.</exception>
    public static async Task<LedgerLake> OpenAsync(IObjectStore store, LedgerLakeOptions options, CancellationToken stop)
    {
        string name = $"{store.Name}/{LakeManifest.Key}";
        using RentedBytes? json = await store.GetAsync(LakeManifest.Key, LakeManifest.MaxBytes, stop).ConfigureAwait(false);
        LakeManifest? manifest = json is null ? null : LakeManifest.Parse(name, json.Span);
        LakeLayout layout = manifest?.Layout ?? options.Layout
            ?? throw new LedgerFileException(name, null, null, "the lake has no manifest", "Give the lake's ledgers per object and objects per partition, or check that the path is a lake's root.");
        if (options.Layout is { } given && given != layout)
        {
            throw new LedgerFileException(name, null, null,
                $"the lake has {layout.LedgersPerBatch} ledgers an object and {layout.BatchesPerPartition} objects a partition, where {given.LedgersPerBatch} and {given.BatchesPerPartition} were given",
                "Leave them out: the manifest knows.");
        }

        return new LedgerLake(store, options, manifest, layout);
    }

    /// <summary>Whether a store has no object of ledgers.</summary>
    public static async Task<bool> IsEmptyAsync(IObjectStore store, CancellationToken stop) =>
        (await store.ListAsync("", null, PageLength, stop).ConfigureAwait(false)).All(entry => LakeKey.TryParse(entry.Key) is null);

    /// <summary>The last ledger; null in an empty lake.</summary>
    /// <exception cref="LedgerFileException">The newest object is refused.</exception>
    public async Task<uint?> LatestAsync(CancellationToken stop)
    {
        if (await OlderAsync(null, stop).ConfigureAwait(false) is not { } newest) return null;
        if (Layout.LedgersPerBatch == 1) return newest.Last;
        using LakeObject found = await GetAsync(newest, stop).ConfigureAwait(false); // it may not be full
        return found.Ledgers[^1].Sequence;
    }

    /// <summary>The first ledger; null in an empty lake.</summary>
    /// <remarks>
    /// At most 32 listings of one page, gaps or not: "is there anything older than this" is asked by halves. What the oldest object holds is read
    /// in it: the first of a lake of many ledgers an object says 0 in its key, and holds what follows genesis (SEP-54).
    /// </remarks>
    /// <exception cref="LedgerFileException">The oldest object is refused.</exception>
    public async Task<uint?> FirstAsync(CancellationToken stop)
    {
        if (await OldestAsync(stop).ConfigureAwait(false) is not { } oldest) return null;
        if (Layout.LedgersPerBatch == 1) return oldest.First;
        using LakeObject found = await GetAsync(oldest, stop).ConfigureAwait(false);
        return found.Ledgers[0].Sequence;
    }

    /// <summary>Whether there is an object of the key that <paramref name="ledger"/> has.</summary>
    public async Task<bool> HasAsync(uint ledger, CancellationToken stop) => await HeadAsync(ledger, stop).ConfigureAwait(false) is not null;

    /// <summary>The objects that hold ledgers of <paramref name="from"/> to <paramref name="to"/>, gaps or not, oldest first.</summary>
    public async Task<IReadOnlyList<LakeKey>> ListAsync(uint from, uint to, CancellationToken stop)
    {
        var keys = new List<LakeKey>();
        await foreach (LakeKey key in NewestFirstAsync(AfterBatchOf(to), stop).ConfigureAwait(false))
        {
            if (key.Last < from) break;
            if (key.First <= to) keys.Add(key);
        }

        keys.Reverse();
        return keys;
    }

    /// <summary>Reads the ledgers <paramref name="from"/> to <paramref name="to"/>, all of them: the first object is the one that holds <paramref name="from"/>.</summary>
    /// <returns>The objects in order, each to be disposed; the first and the last may hold ledgers outside the range.</returns>
    /// <exception cref="LedgerFileException">A ledger is missing, an object is refused, or the hash chain is broken.</exception>
    public async IAsyncEnumerable<LakeObject> ReadAsync(uint from, uint to, [EnumeratorCancellation] CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        var chain = new HashChain(_options.VerifyHashes);
        ulong next = from;
        while (next <= to)
        {
            LakeObject found = await TryGetAsync((uint)next, stop).ConfigureAwait(false) ?? throw Missing((uint)next);
            Follow(chain, found, (uint)next);
            next = (ulong)found.Ledgers[^1].Sequence + 1;
            yield return found;
        }
    }

    private async Task<ObjectEntry?> HeadAsync(uint ledger, CancellationToken stop) =>
        await _store.HeadAsync(Layout.KeyOf(ledger, LakeLayout.Extension), stop).ConfigureAwait(false)
            ?? await _store.HeadAsync(Layout.KeyOf(ledger, LakeLayout.OldExtension), stop).ConfigureAwait(false);

    /// <summary>Reads the object of a key that a listing gave. Nothing is compared with other objects.</summary>
    /// <exception cref="LedgerFileException">There is no such object, or it is refused.</exception>
    public async Task<LakeObject> GetAsync(LakeKey key, CancellationToken stop) =>
        await TryGetAsync(key, stop).ConfigureAwait(false) ?? throw Missing(key.First);

    /// <summary>Reads the object that holds <paramref name="ledger"/>; null when there is none.</summary>
    /// <exception cref="LedgerFileException">It is refused.</exception>
    public async Task<LakeObject?> TryGetAsync(uint ledger, CancellationToken stop)
    {
        string other = _extension == LakeLayout.Extension ? LakeLayout.OldExtension : LakeLayout.Extension;
        foreach (string extension in (string[])[_extension, other])
        {
            var key = new LakeKey(Layout.KeyOf(ledger, extension), Layout.BatchStart(ledger), Layout.BatchEnd(ledger), extension);
            if (await TryGetAsync(key, stop).ConfigureAwait(false) is not { } found) continue;
            _extension = extension;
            return found;
        }

        return null;
    }

    private async Task<LakeObject?> TryGetAsync(LakeKey key, CancellationToken stop)
    {
        RentedBytes? compressed = await _store.GetAsync(key.Key, _options.MaxObjectBytes, stop).ConfigureAwait(false);
        if (compressed is null) return null;
        LedgerFile? file = null;
        try
        {
            file = LedgerFile.Parse(NameOf(key.Key), compressed.Memory, _options.MaxDecompressedBytes, _zstd);
            VerifyIsOf(key, file, compressed.Span);
            return new LakeObject(key, compressed, file);
        }
        catch
        {
            file?.Dispose();
            compressed.Dispose();
            throw;
        }
    }

    private static void VerifyIsOf(LakeKey key, LedgerFile file, ReadOnlySpan<byte> compressed)
    {
        if (file.Kind != LedgerFileKind.Batch || !Zstd.IsFrame(compressed))
            throw new LedgerFileException(file.Name, null, 0, "not a zstd frame with a LedgerCloseMetaBatch, which a lake's objects are", "Replace the object, or read the file by itself.");
        if (file.Ledgers[0].Sequence < key.First || file.Ledgers[^1].Sequence > key.Last)
        {
            throw new LedgerFileException(file.Name, file.Ledgers[0].Sequence, 0,
                $"it holds ledgers {file.Ledgers[0].Sequence} to {file.Ledgers[^1].Sequence}, which its key does not name", "Replace the object: it stands under a wrong key.");
        }
    }

    // Disposes what it refuses: the caller has not got it yet.
    private void Follow(HashChain chain, LakeObject found, uint wanted)
    {
        try
        {
            if (found.Ledgers[0].Sequence > wanted || found.Ledgers[^1].Sequence < wanted)
                throw NotIn(found, wanted);
            foreach (RawLedger ledger in found.Ledgers)
            {
                if (chain.Sequence is not { } last || ledger.Sequence > last) chain.Follow(NameOf(found.Key.Key), ledger);
            }
        }
        catch
        {
            found.Dispose();
            throw;
        }
    }

    private async IAsyncEnumerable<LakeKey> NewestFirstAsync(string? startAfter, [EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            IReadOnlyList<ObjectEntry> page = await _store.ListAsync("", startAfter, PageLength, stop).ConfigureAwait(false);
            foreach (ObjectEntry entry in page)
            {
                if (LakeKey.TryParse(entry.Key) is { } key) yield return key;
            }

            if (page.Count < PageLength) yield break;
            startAfter = page[^1].Key;
        }
    }

    private async Task<LakeKey?> OldestAsync(CancellationToken stop)
    {
        if (await OlderAsync(null, stop).ConfigureAwait(false) is not { } oldest) return null;
        uint none = 0; // nothing is older than this
        while (none < oldest.First)
        {
            uint middle = none + (oldest.First - none) / 2;
            // Whatever is older than the object after the middle's starts at the middle's object or before it.
            if (await OlderAsync(AfterBatchOf(middle), stop).ConfigureAwait(false) is { } older && older.First < oldest.First) oldest = older;
            else none = middle + 1;
        }

        return oldest;
    }

    private async Task<LakeKey?> OlderAsync(string? startAfter, CancellationToken stop)
    {
        IReadOnlyList<ObjectEntry> page = await _store.ListAsync("", startAfter, 10, stop).ConfigureAwait(false);
        return page.Select(entry => LakeKey.TryParse(entry.Key)).FirstOrDefault(key => key is not null);
    }

    // What sorts after every extension of the next newer object, so that a listing starts with this ledger's object; null when there is no newer.
    private string? AfterBatchOf(uint ledger) => Layout.BatchEnd(ledger) is var end and < uint.MaxValue ? Layout.KeyOf(end + 1, "~") : null;

    private string NameOf(string key) => $"{_store.Name}/{key}";

    private LedgerFileException NotIn(LakeObject found, uint ledger) => new(
        NameOf(found.Key.Key), ledger, null, $"the object holds ledgers {found.Ledgers[0].Sequence} to {found.Ledgers[^1].Sequence} only",
        found.Key.First == 0 && ledger < found.Ledgers[0].Sequence
            ? $"The chain begins at ledger {found.Ledgers[0].Sequence} for this lake: ask for it from there."
            : "Fill the gap (Galexie: scan-and-fill).");

    private LedgerFileException Missing(uint ledger) =>
        new(NameOf(Layout.KeyOf(ledger, _extension)), ledger, null, "the ledger is missing from the lake: there is no such object", "Fill the gap (Galexie: scan-and-fill), or ask for a range that is there.");

    /// <summary>Frees the decompressor.</summary>
    public void Dispose() => _zstd.Dispose();
}
