namespace KafkaStellar.Lake;

/// <summary>How to write Parquet files.</summary>
public sealed record ParquetOptions
{
    /// <summary>Rows that DuckDB handles at a time: row groups are cut at multiples of it.</summary>
    public const int VectorRows = 2048;

    /// <summary>How pages are compressed.</summary>
    public ParquetCodec Codec { get; init; } = ParquetCodec.Zstd;

    /// <summary>Rows in a row group, a multiple of 2,048; the last has fewer. 122,880: what one of DuckDB's threads reads at a time.</summary>
    public int RowGroupRows { get; init; } = VectorRows * 60;

    /// <summary>
    /// A row group of wide rows has fewer, so that it stays below this many bytes; but not fewer than 2,048. 32 MiB: DuckDB holds a row group several times while it
    /// writes it. A constant, and no part of what memory there is: the same rows are the same bytes on every machine.
    /// </summary>
    public long RowGroupBytes { get; init; } = 32L << 20;

    /// <summary>How much memory gathered rows may take before they go to <see cref="ScratchFolder"/>. 256 MiB. Where 2,048 rows are so wide that they need more, a file of them gets it.</summary>
    public long MemoryLimitBytes { get; init; } = 256L << 20;

    /// <summary>A folder for rows that do not fit into memory; null for the system's temporary folder.</summary>
    public string? ScratchFolder { get; init; }
}
