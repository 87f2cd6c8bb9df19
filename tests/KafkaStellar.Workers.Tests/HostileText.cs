using System.Buffers.Binary;
using System.Security.Cryptography;
using KafkaStellar.Datasets;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests;

/// <summary>Ledgers in which strings and asset codes end in bytes that are no UTF-8, and which are still whole: transactions are found by their hashes.</summary>
/// <remarks>Strings are known by their form: a length, as many printable characters, zeros up to the next four bytes. The same string becomes the same bytes.</remarks>
internal static class HostileText
{
    private const int ShortestString = 5; // amounts look like shorter ones
    private const int ShortestCode = 3;
    private const int LongestString = 512;

    // Without these no event of a contract would be a transfer any more.
    private static readonly byte[][] s_kept = ["transfer"u8.ToArray(), "mint"u8.ToArray(), "burn"u8.ToArray(), "clawback"u8.ToArray(), "fee"u8.ToArray(), "amount"u8.ToArray(), "to_muxed_id"u8.ToArray()];

    // A stray byte, the beginnings of characters, half of a surrogate pair, a longer form of '/', a character past the last.
    private static readonly byte[][] s_endings = [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80]];

    /// <summary>The ledger with such text.</summary>
    public static byte[] Of(byte[] ledger, Network network)
    {
        byte[] hostile = [.. ledger];
        for (int at = 0; at + 2 * sizeof(int) <= hostile.Length; at += sizeof(int))
        {
            if (IsString(ledger, at, out int length) || IsCode(ledger, at, out length)) End(hostile.AsSpan(at + sizeof(int), length));
        }

        RenewHashes(ledger, hostile, network);
        return hostile;
    }

    private static void End(Span<byte> text)
    {
        byte[] ending = s_endings[text.ToArray().Sum(one => one) % s_endings.Length];
        ending.AsSpan(0, Math.Min(ending.Length, text.Length)).CopyTo(text[^Math.Min(ending.Length, text.Length)..]);
    }

    private static bool IsString(byte[] xdr, int at, out int length)
    {
        length = BinaryPrimitives.ReadInt32BigEndian(xdr.AsSpan(at));
        int padded = (length + 3) & ~3;
        if (length is < ShortestString or > LongestString || at + sizeof(int) + padded > xdr.Length) return false;
        ReadOnlySpan<byte> text = xdr.AsSpan(at + sizeof(int), length);
        if (text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || xdr.AsSpan(at + sizeof(int) + length, padded - length).ContainsAnyExcept((byte)0)) return false;
        foreach (byte[] kept in s_kept)
        {
            if (text.SequenceEqual(kept)) return false;
        }

        return true;
    }

    // An asset: its type, its code up to zeros, and the type of its issuer's key, which is 0.
    private static bool IsCode(byte[] xdr, int at, out int length)
    {
        length = 0;
        int room = BinaryPrimitives.ReadInt32BigEndian(xdr.AsSpan(at)) switch { (int)AssetType.CreditAlphanum4 => 4, (int)AssetType.CreditAlphanum12 => 12, _ => 0 };
        if (room == 0 || at + 2 * sizeof(int) + room + 32 > xdr.Length) return false;
        ReadOnlySpan<byte> code = xdr.AsSpan(at + sizeof(int), room).TrimEnd((byte)0);
        foreach (byte one in code)
        {
            if (!char.IsAsciiLetterOrDigit((char)one)) return false;
        }

        length = code.Length;
        return length >= ShortestCode && BinaryPrimitives.ReadInt32BigEndian(xdr.AsSpan(at + sizeof(int) + room)) == 0;
    }

    // A transaction's result, and whatever else names it, has its hash.
    private static void RenewHashes(byte[] ledger, byte[] hostile, Network network)
    {
        var former = new List<(byte[] Hash, byte[] Envelope)>();
        foreach (LedgerTransaction transaction in new LedgerWalk(network).Read(ledger)) former.Add((transaction.Hash.ToArray(), transaction.EnvelopeXdr.ToArray()));
        foreach ((byte[] hash, byte[] envelope) in former)
        {
            int at = ledger.AsSpan().IndexOf(envelope);
            byte[] renewed = HashOf(hostile.AsSpan(at, envelope.Length), network);
            if (renewed.SequenceEqual(hash)) continue; // it has no such text
            for (int found; (found = hostile.AsSpan().IndexOf(hash)) >= 0;) renewed.CopyTo(hostile, found);
        }
    }

    // What is hashed ends where the signatures begin; a V0 envelope is hashed as the V1 transaction that it stands for.
    private static byte[] HashOf(ReadOnlySpan<byte> envelope, Network network)
    {
        var reader = new XdrReader(envelope);
        switch (EnvelopeTypeXdr.Read(ref reader))
        {
            case EnvelopeType.TxV0:
                TransactionV0.Skip(ref reader);
                return SHA256.HashData([.. network.Id, 0, 0, 0, (byte)EnvelopeType.Tx, 0, 0, 0, 0, .. envelope[sizeof(int)..reader.Position]]);
            case EnvelopeType.Tx:
                Transaction.Skip(ref reader);
                break;
            default:
                FeeBumpTransaction.Skip(ref reader);
                break;
        }

        return SHA256.HashData([.. network.Id, .. envelope[..reader.Position]]);
    }
}
