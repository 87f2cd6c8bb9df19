namespace KafkaStellar.Lake;

/// <summary>An object of a lake: its bytes as they came and the ledgers in it. Both are gone after <see cref="Dispose"/>.</summary>
public sealed class LakeObject : IDisposable
{
    private readonly RentedBytes _compressed;
    private readonly LedgerFile _file;

    internal LakeObject(LakeKey key, RentedBytes compressed, LedgerFile file)
    {
        Key = key;
        _compressed = compressed;
        _file = file;
    }

    /// <summary>Its key.</summary>
    public LakeKey Key { get; }

    /// <summary>The zstd frame as it came: a <c>LedgerCloseMetaBatch</c>, compressed.</summary>
    public ReadOnlyMemory<byte> Compressed => _compressed.Memory;

    /// <summary>The ledgers, consecutive.</summary>
    public IReadOnlyList<RawLedger> Ledgers => _file.Ledgers;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _compressed.Dispose();
    }
}
