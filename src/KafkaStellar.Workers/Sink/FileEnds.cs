namespace KafkaStellar.Workers.Sink;

/// <summary>Says when the files of a partition end; after whole ledgers only.</summary>
/// <param name="options">What the user says of it.</param>
/// <param name="widestBytes">
/// How many bytes may wait in as many rows as the Parquet writer handles at one time, and holds several times. Beyond, the file ends, however few rows it has; a ledger
/// that has more by itself is written alone. 32 MiB on every machine, so that all make the same files.
/// </param>
internal sealed class FileEnds(SinkOptions options, long widestBytes = 32 << 20)
{
    /// <summary>Whether what waits is a file's worth.</summary>
    public bool IsFull(PartitionRows rows)
    {
        if (rows.Bytes >= options.BytesPerFile || rows.WidestBytes >= widestBytes || rows.Rows >= options.RowsPerFile || rows.Files >= options.MaxOpenFiles || rows.IsIntentFull) return true;
        uint next = rows.Contract.NextInPartition(rows.LastLedger);
        return next / (uint)options.LedgersPerFile != rows.LastLedger / (uint)options.LedgersPerFile
            || (options.MaxAge > TimeSpan.Zero && rows.Age >= options.MaxAge);
    }
}
