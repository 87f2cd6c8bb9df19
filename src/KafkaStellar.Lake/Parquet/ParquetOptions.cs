namespace KafkaStellar.Lake;

/// <summary>How to write Parquet files.</summary>
public sealed record ParquetOptions
{
    /// <summary>How pages are compressed.</summary>
    public ParquetCodec Codec { get; init; } = ParquetCodec.Zstd;

    /// <summary>Rows in a row group, a multiple of 2,048; the last has fewer. 122,880: what one of DuckDB's threads reads at a time.</summary>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>How much memory gathered rows may take before they go to <see cref="ScratchFolder"/>. 512 MiB. With too little for a row group, writing fails and says so.</summary>
    public long MemoryLimitBytes { get; init; } = 512L << 20;

    /// <summary>A folder for rows that do not fit into memory; null for the system's temporary folder.</summary>
    public string? ScratchFolder { get; init; }
}
