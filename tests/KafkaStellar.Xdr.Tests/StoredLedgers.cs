using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KafkaStellar.Xdr.Tests;

/// <summary>One real (or generated) ledger: which set it is from, the file it came in, and its LedgerCloseMeta.</summary>
public sealed record StoredLedger(string Set, string Name, ReadOnlyMemory<byte> Xdr);

/// <summary>The ledgers beside the repository, where there are any: SEP-54 objects, bare LedgerCloseMeta, captive-core streams.</summary>
internal static partial class StoredLedgers
{
    /// <summary>Why a test that needs them is skipped.</summary>
    public const string Absent = "There are no stored ledgers: put them in ../shared/ledgers or name their folder in KAFKASTELLAR_LEDGERS.";

    private const int MaxContent = 256 << 20;
    private const int BatchHeader = 12; // startSequence, endSequence, the list's count

    /// <summary>The folder, or null where there is none.</summary>
    public static string? Folder { get; } = FindFolder();

    /// <summary>The repository's own folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder; the test is skipped where there is none.</summary>
    public static string Require()
    {
        Skip.If(Folder is null, Absent);
        return Folder!;
    }

    /// <summary>The ledgers of some sets (<c>pubnet</c>, <c>testnet</c>, <c>core</c>, <c>load</c>, <c>fuzz</c>) in order of their files' names.</summary>
    public static IEnumerable<StoredLedger> Of(params string[] sets) =>
        sets.SelectMany(set => Directory.EnumerateFiles(Path.Combine(Require(), set), "*.xdr*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Read(set, path)));

    private static IEnumerable<StoredLedger> Read(string set, string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (path.EndsWith(".zst", StringComparison.Ordinal)) bytes = Decompress(bytes);
        string name = Path.GetFileName(path);
        switch (set)
        {
            case "core":
                yield return new StoredLedger(set, name, bytes);
                break;
            case "pubnet" or "testnet":
                BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)).ShouldBe(1u);
                yield return new StoredLedger(set, name, bytes.AsMemory(BatchHeader));
                break;
            default:
                for (int at = 0, i = 0; at < bytes.Length; i++)
                {
                    int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) & 0x7FFFFFFF);
                    yield return new StoredLedger(set, $"{name}#{i}", bytes.AsMemory(at + 4, length));
                    at += 4 + length;
                }

                break;
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
        string folder = Environment.GetEnvironmentVariable("KAFKASTELLAR_LEDGERS") ?? Path.Combine(FindRepository(), "..", "shared", "ledgers");
        return Directory.Exists(folder) ? folder : null;
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KafkaStellar.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not stand in the repository: no folder above them has KafkaStellar.sln.");
    }

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint length);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_decompress")]
    private static partial nuint Decompress(Span<byte> content, nuint contentLength, ReadOnlySpan<byte> frame, nuint length);
}
