using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>A LedgerCloseMeta V0 of protocol 13 with transactions that were all applied, written field by field.</summary>
internal static class MadeLedger
{
    public const uint Sequence = 4711;
    public const ulong CloseTime = 1_700_000_000;
    public const long FeeCharged = 300;

    public static Network Network { get; } = Network.Of("standalone", null);

    public static byte[] Of(params byte[][] envelopes)
    {
        var xdr = new XdrWriter();
        xdr.Int32(0).Opaque(Fill(0x11));
        Header(xdr);
        xdr.Int32(0); // the history entry's ext
        xdr.Opaque(Fill(0x22)).UInt32((uint)envelopes.Length); // the set
        foreach (byte[] envelope in envelopes) xdr.Xdr(envelope);
        xdr.UInt32((uint)envelopes.Length);
        foreach (byte[] envelope in envelopes) Processing(xdr, envelope);
        return xdr.UInt32(0).UInt32(0).Written.ToArray(); // upgradesProcessing, scpInfo
    }

    /// <summary>The transaction hash of a V1 or fee-bump envelope: what is hashed ends where the signatures begin.</summary>
    public static byte[] HashOf(byte[] envelope)
    {
        var reader = new XdrReader(envelope);
        EnvelopeType type = EnvelopeTypeXdr.Read(ref reader);
        if (type == EnvelopeType.Tx) Transaction.Skip(ref reader);
        else FeeBumpTransaction.Skip(ref reader);
        return SHA256.HashData([.. Network.Id, .. envelope.AsSpan(0, reader.Position)]);
    }

    public static byte[] Fill(byte value) => [.. Enumerable.Repeat(value, 32)];

    public static void Header(XdrWriter xdr, uint protocol = 13)
    {
        xdr.UInt32(protocol).Opaque(Fill(0x22)) // ledgerVersion, previousLedgerHash
            .Opaque(Fill(0x33)).UInt64(CloseTime).UInt32(0).Int32(0) // scpValue
            .Opaque(Fill(0x44)).Opaque(Fill(0x55)) // txSetResultHash, bucketListHash
            .UInt32(Sequence).Int64(1_000_000).Int64(2_000).UInt32(3).UInt64(4) // ledgerSeq, totalCoins, feePool, inflationSeq, idPool
            .UInt32(100).UInt32(5_000_000).UInt32(1_000); // baseFee, baseReserve, maxTxSetSize
        for (int i = 0; i < 4; i++) xdr.Opaque(Fill(0)); // skipList
        xdr.Int32(0); // ext
    }

    private static void Processing(XdrWriter xdr, byte[] envelope) => xdr
        .Opaque(HashOf(envelope)).Int64(FeeCharged)
        .Int32((int)TransactionResultCode.Success).UInt32(0).Int32(0) // no results, ext
        .UInt32(0) // feeProcessing
        .Int32(2).UInt32(0).UInt32(0).UInt32(0); // TransactionMetaV2: changes before, operations, changes after
}
