namespace KafkaStellar.Lake;

/// <summary>How to read a lake.</summary>
public sealed record LedgerLakeOptions
{
    /// <summary>How ledgers are cut into objects, for a lake without a manifest; a lake with one must agree. Null to take the manifest's.</summary>
    public LakeLayout? Layout { get; init; }

    /// <summary>How large an object may be, compressed. 256 MiB: fifty times the largest in use.</summary>
    public long MaxObjectBytes { get; init; } = 256L << 20;

    /// <summary>How large an object may be, decompressed.</summary>
    public long MaxDecompressedBytes { get; init; } = LedgerFile.DefaultLimit;

    /// <summary>Whether each ledger's hash must be the SHA-256 of its header. Only generated ledgers have others.</summary>
    public bool VerifyHashes { get; init; } = true;

    /// <summary>How long to wait before asking again for an object that is not there yet. 2 s: a ledger closes every five to six.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long an object that cannot be read may stay as it is before it is refused, when following: whoever copies it there may be slow. 1 min.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);
}
