using System.Globalization;

namespace KafkaStellar.Lake;

/// <summary>How a Parquet file's pages are compressed.</summary>
/// <remarks>DuckDB writes brotli at its highest quality and offers no other: a tenth smaller than zstd, and hundreds of times slower.</remarks>
public sealed record ParquetCodec
{
    private const string Zstandard = "zstd";
    private const int DefaultLevel = 3;

    private ParquetCodec(string name, int? level)
    {
        Name = name;
        Level = level;
    }

    /// <summary>zstd, level 3: what most readers of tables use today.</summary>
    public static ParquetCodec Zstd { get; } = new(Zstandard, DefaultLevel);

    /// <summary>zstd, snappy, gzip, lz4 (Parquet's LZ4_RAW), brotli or none.</summary>
    public string Name { get; }

    /// <summary>zstd's level, 1 to 22; null for the others, which have one.</summary>
    public int? Level { get; }

    /// <summary>Reads <c>NAME</c> or <c>zstd:LEVEL</c>.</summary>
    /// <exception cref="FormatException">There is no such codec or level; the sentence names those there are.</exception>
    public static ParquetCodec Parse(string text)
    {
        string[] parts = text.Split(':');
        string name = parts[0].ToLowerInvariant();
        if (name == Zstandard)
        {
            if (parts.Length == 1) return Zstd;
            bool isLevel = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int level);
            if (parts.Length == 2 && isLevel && level is >= 1 and <= 22) return new ParquetCodec(Zstandard, level);
            throw new FormatException($"\"{text}\" is no codec: zstd's level is 1 to 22.");
        }

        if (name is not ("snappy" or "gzip" or "lz4" or "brotli" or "none"))
            throw new FormatException($"\"{text}\" is no codec: there are zstd (zstd:LEVEL), snappy, gzip, lz4, brotli and none.");
        return parts.Length == 1 ? new ParquetCodec(name, null) : throw new FormatException($"\"{text}\" is no codec: only zstd has levels.");
    }

    public override string ToString() => Level is null ? Name : $"{Name}:{Level}";

    internal string CopyOptions => Name switch
    {
        Zstandard => $"COMPRESSION zstd, COMPRESSION_LEVEL {Level}",
        "none" => "COMPRESSION uncompressed",
        "lz4" => "COMPRESSION lz4_raw",
        _ => $"COMPRESSION {Name}",
    };
}
