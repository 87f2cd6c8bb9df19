using System.Globalization;

namespace KafkaStellar.Lake;

/// <summary>How a data lake (SEP-54) cuts ledgers into objects and objects into partitions; never changed in the life of a lake.</summary>
/// <param name="LedgersPerBatch">Ledgers in an object; at least 1.</param>
/// <param name="BatchesPerPartition">Objects in a folder; 0 or 1 for no folders.</param>
public sealed record LakeLayout(uint LedgersPerBatch = 1, uint BatchesPerPartition = 64000)
{
    /// <summary>The extension of objects today.</summary>
    public const string Extension = "zst";

    /// <summary>The extension in lakes written by Galexie before 23.0.0.</summary>
    public const string OldExtension = "zstd";

    /// <summary>Ledgers in an object; at least 1.</summary>
    public uint LedgersPerBatch { get; } = LedgersPerBatch > 0 ? LedgersPerBatch
        : throw new ArgumentOutOfRangeException(nameof(LedgersPerBatch), "A lake's objects have at least one ledger each.");

    /// <summary>The first sequence of the object that holds <paramref name="ledger"/>.</summary>
    public uint BatchStart(uint ledger) => ledger / LedgersPerBatch * LedgersPerBatch;

    /// <summary>The last sequence of the object that holds <paramref name="ledger"/>.</summary>
    public uint BatchEnd(uint ledger) => EndOf(BatchStart(ledger), LedgersPerBatch);

    /// <summary>The key of the object that holds <paramref name="ledger"/> (SEP-54). Its order is the reverse of the ledgers'.</summary>
    public string KeyOf(uint ledger, string extension = Extension)
    {
        uint start = BatchStart(ledger);
        string file = LedgersPerBatch > 1 ? $"{Inverted(start)}--{start}-{BatchEnd(ledger)}" : $"{Inverted(start)}--{start}";
        return string.Create(CultureInfo.InvariantCulture, $"{Folder(ledger)}{file}.xdr.{extension}");
    }

    private string Folder(uint ledger)
    {
        if (BatchesPerPartition <= 1) return "";
        // A partition larger than all sequences together is one partition; Galexie's own product would overflow there.
        ulong size = (ulong)LedgersPerBatch * BatchesPerPartition;
        uint start = (uint)(ledger / size * size);
        return $"{Inverted(start)}--{start}-{EndOf(start, size)}/";
    }

    private static uint EndOf(uint start, ulong size) => (uint)Math.Min(start + size - 1, uint.MaxValue);

    private static string Inverted(uint sequence) => (uint.MaxValue - sequence).ToString("X8", CultureInfo.InvariantCulture);
}
