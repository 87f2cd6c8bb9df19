using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KafkaStellar.Datasets.Tests;

/// <summary>The stored ledgers beside the repository, for the tests of the walk.</summary>
internal static partial class LedgerWalkLedgers
{
    private const string Absent = "There are no stored ledgers: put them in ../shared/ledgers or name their folder in KAFKASTELLAR_LEDGERS.";
    private const int MaxContent = 256 << 20;
    private const int BatchHeader = 12; // startSequence, endSequence, the list's count

    /// <summary>The network whose hashes a set's ledgers hold.</summary>
    public static Network NetworkOf(string set) => set switch
    {
        "core" => new Network(set, "(V) (;,,;) (V)"),
        "load" => new Network(set, "Apply Load"),
        "fuzz" => new Network(set, "KafkaStellar Fuzz"),
        _ => Network.Of(set, null),
    };

    /// <summary>The ledgers of a set with their names; the test is skipped where there are none.</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Xdr)> Of(string set)
    {
        string? folder = FindFolder();
        Skip.If(folder is null, Absent);
        foreach (string path in Directory.EnumerateFiles(Path.Combine(folder!, set), "*.xdr*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (path.EndsWith(".zst", StringComparison.Ordinal)) bytes = Decompress(bytes);
            string name = Path.GetFileName(path);
            if (set == "core")
            {
                yield return (name, bytes);
                continue;
            }

            if (set is "pubnet" or "testnet")
            {
                yield return (name, bytes.AsMemory(BatchHeader));
                continue;
            }

            for (int at = 0, i = 0; at < bytes.Length; i++)
            {
                int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) & 0x7FFFFFFF);
                yield return ($"{name}#{i}", bytes.AsMemory(at + 4, length));
                at += 4 + length;
            }
        }
    }

    // Not every frame says how large its content is.
    private static byte[] Decompress(byte[] frame)
    {
        for (int size = 16 * frame.Length; size <= MaxContent; size *= 2)
        {
            byte[] content = new byte[size];
            nuint length = Decompress(content, (nuint)size, frame, (nuint)frame.Length);
            if (IsError(length) == 0) return content[..(int)length];
        }

        throw new InvalidDataException("A stored ledger is no zstd frame, or larger than any.");
    }

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("KAFKASTELLAR_LEDGERS") is string named) return Directory.Exists(named) ? named : null;
        DirectoryInfo? repository = new(AppContext.BaseDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "KafkaStellar.sln"))) repository = repository.Parent;
        string folder = Path.Combine(repository?.FullName ?? ".", "..", "shared", "ledgers");
        return Directory.Exists(folder) ? folder : null;
    }

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint length);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_decompress")]
    private static partial nuint Decompress(Span<byte> content, nuint contentLength, ReadOnlySpan<byte> frame, nuint length);
}
