using System.Buffers.Binary;
using System.IO.Compression;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests;

/// <summary>Simulated ledgers as files, in every form in which ledgers come.</summary>
internal static class MadeFiles
{
    public const uint First = 100;

    public static Network Network => Simulated.Network;

    public static List<byte[]> Ledgers(int count) => Simulated.Ledgers(count, new SimulationOptions { FirstLedger = First, TransactionsPerLedger = 3 });

    /// <summary>A bare LedgerCloseMeta.</summary>
    public static string Bare(TemporaryFolder folder, string name, byte[] ledger) => Put(folder, name, ledger);

    /// <summary>A SEP-54 object: a batch of ledgers, compressed.</summary>
    public static string Batch(TemporaryFolder folder, string name, params byte[][] ledgers)
    {
        byte[] head = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(head, SequenceOf(ledgers[0]));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), SequenceOf(ledgers[^1]));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), (uint)ledgers.Length);
        return Put(folder, name, Zstd.Compress([.. head, .. ledgers.SelectMany(ledger => ledger)], Zstd.DefaultLevel));
    }

    /// <summary>A stream as stellar-core writes it, gzipped.</summary>
    public static string Stream(TemporaryFolder folder, string name, params byte[][] ledgers)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (byte[] ledger in ledgers)
            {
                byte[] mark = new byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(mark, 0x8000_0000 | (uint)ledger.Length);
                gzip.Write(mark);
                gzip.Write(ledger);
            }
        }

        return Put(folder, name, bytes.ToArray());
    }

    /// <summary>The ledger under another protocol: its header's first word; its hash is that of the header no more.</summary>
    public static byte[] OfProtocol(byte[] ledger, uint protocol)
    {
        byte[] other = [.. ledger];
        BinaryPrimitives.WriteUInt32BigEndian(other.AsSpan(HeaderAt(ledger)), protocol);
        return other;
    }

    /// <summary>The ledger closed at another time, in seconds since 1970.</summary>
    public static byte[] ClosedAt(byte[] ledger, ulong seconds)
    {
        byte[] other = [.. ledger];
        BinaryPrimitives.WriteUInt64BigEndian(other.AsSpan(HeaderAt(ledger) + sizeof(uint) + 32 + 32), seconds); // behind two hashes
        return other;
    }

    private static int HeaderAt(byte[] ledger) => ledger.AsSpan().IndexOf(RawLedger.Parse(ledger).HeaderXdr);

    public static uint SequenceOf(byte[] ledger) => RawLedger.Parse(ledger).Sequence;

    private static string Put(TemporaryFolder folder, string name, byte[] bytes)
    {
        File.WriteAllBytes(folder.PathOf(name), bytes);
        return folder.PathOf(name);
    }
}
