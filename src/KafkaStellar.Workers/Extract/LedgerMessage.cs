using KafkaStellar.Lake;
using KafkaStellar.Topics;
using RawLedger = KafkaStellar.Topics.RawLedger;

namespace KafkaStellar.Workers.Extract;

/// <summary>One ledger of a message of raw-ledgers, decompressed. Its bytes are gone after <see cref="Dispose"/>.</summary>
internal sealed class LedgerMessage : IDisposable
{
    private const int BatchBytes = 12; // of a LedgerCloseMetaBatch beside its one ledger

    private readonly LedgerFile? _file;

    private LedgerMessage(LedgerFile? file, ReadOnlyMemory<byte> xdr)
    {
        _file = file;
        Xdr = xdr;
    }

    /// <summary>The LedgerCloseMeta.</summary>
    public ReadOnlyMemory<byte> Xdr { get; }

    /// <summary>Takes the ledger out of its row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">Where it was read, for errors.</param>
    /// <param name="zstd">A decompressor.</param>
    /// <exception cref="LedgerFileException">What is in the row is not what it says.</exception>
    public static LedgerMessage Of(RawLedger row, Position position, ZstdDecompressor zstd)
    {
        if (row.Encoding == RawLedgerEncoding.Xdr) return new LedgerMessage(null, row.LedgerCloseMeta);
        LedgerFile file = LedgerFile.Parse($"{position}", row.LedgerCloseMeta, RawLedgers.MaxLedgerBytes + BatchBytes, zstd);
        if (file.Kind == LedgerFileKind.Batch && file.Ledgers is [Lake.RawLedger only] && only.Sequence == row.Sequence)
            return new LedgerMessage(file, only.Xdr);

        file.Dispose();
        throw new LedgerFileException($"{position}", row.Sequence, null, "its zstd frame is not a LedgerCloseMetaBatch of this one ledger", "Find out what wrote it.");
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
