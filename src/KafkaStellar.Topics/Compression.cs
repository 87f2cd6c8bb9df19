namespace KafkaStellar.Topics;

/// <summary>How a topic's messages are compressed on the wire and on the brokers' disks.</summary>
public enum Compression
{
    /// <summary>Not at all: for what is compressed already.</summary>
    None,

    /// <summary>Zstandard: the smallest at a good speed, and the default.</summary>
    Zstd,

    /// <summary>LZ4: the fastest.</summary>
    Lz4,

    /// <summary>Snappy.</summary>
    Snappy,

    /// <summary>Gzip: read by every client.</summary>
    Gzip,
}
