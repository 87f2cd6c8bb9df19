using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KafkaStellar.Lake.Tests;

/// <summary>The smallest ledgers there are, with a true hash chain: LedgerCloseMeta V0, no transactions.</summary>
internal static class MadeLedgers
{
    internal const string Passphrase = "KafkaStellar Tests";

    /// <summary>A chain of <paramref name="count"/> ledgers from <paramref name="first"/> on.</summary>
    internal static List<byte[]> Chain(uint first, int count)
    {
        var ledgers = new List<byte[]>();
        byte[] previous = new byte[32];
        for (uint sequence = first; ledgers.Count < count; sequence++)
        {
            byte[] header = Header(sequence, previous);
            previous = SHA256.HashData(header);
            ledgers.Add(Meta(header, previous));
        }

        return ledgers;
    }

    internal static byte[] One(uint sequence) => Chain(sequence, 1)[0];

    internal static byte[] Batch(uint start, uint end, params byte[][] ledgers) => Batch(start, end, (uint)ledgers.Length, ledgers);

    internal static byte[] Batch(uint start, uint end, uint count, byte[][] ledgers) =>
        [.. Word(start), .. Word(end), .. Word(count), .. ledgers.SelectMany(ledger => ledger)];

    internal static byte[] Stream(params byte[][] ledgers) =>
        [.. ledgers.SelectMany(ledger => (byte[])[.. Word(0x8000_0000 | (uint)ledger.Length), .. ledger])];

    internal static byte[] Word(uint value)
    {
        byte[] word = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(word, value);
        return word;
    }

    private static byte[] Header(uint sequence, byte[] previous) =>
    [
        .. Word(20), .. previous,
        .. new byte[32], .. Word(0), .. Word(1_700_000_000 + sequence), .. Word(0), .. Word(0), // scpValue
        .. new byte[64], .. Word(sequence),
        .. new byte[8 + 8 + 4 + 8], .. Word(100), .. Word(5_000_000), .. Word(1000), .. new byte[4 * 32], .. Word(0),
    ];

    private static byte[] Meta(byte[] header, byte[] hash) =>
        [.. Word(0), .. hash, .. header, .. Word(0), .. new byte[32], .. Word(0), .. Word(0), .. Word(0), .. Word(0)];
}
