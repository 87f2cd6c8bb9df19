using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace KafkaStellar.Lake;

/// <summary>A Parquet file on the local disk, written, closed and durable.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, lower-case hex.</param>
public sealed record ParquetFile(string Path, long Rows, long Length, string Sha256)
{
    /// <summary>Makes the file durable and measures it.</summary>
    internal static ParquetFile Seal(string path, long rows)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        SafeFileHandle handle = file.SafeFileHandle;
        Posix.Sync(handle, path);
        Posix.SyncFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        return new ParquetFile(path, rows, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
