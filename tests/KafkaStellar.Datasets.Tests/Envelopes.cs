using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Transaction envelopes written field by field.</summary>
internal static class Envelopes
{
    public const uint Fee = 200;
    public const long SequenceNumber = 77;

    public static byte[] Key { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static byte[] Payer { get; } = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    /// <summary>A V0 envelope with a memo of text, time bounds or none, and one operation.</summary>
    public static byte[] V0(ReadOnlySpan<byte> memo, (ulong Min, ulong Max)? times = null)
    {
        var xdr = new XdrWriter().Int32((int)EnvelopeType.TxV0).Opaque(Key).UInt32(Fee).Int64(SequenceNumber);
        xdr.Bool(times is not null);
        if (times is { } bounds) xdr.UInt64(bounds.Min).UInt64(bounds.Max);
        return xdr.Int32((int)MemoType.Text).VarOpaque(memo).Operations(1).Int32(0).UInt32(0).Written.ToArray();
    }

    /// <summary>A V1 envelope of an account, muxed or not, with what stands between sequence number and operations.</summary>
    public static byte[] V1(ulong? muxedId = null, Action<XdrWriter>? preconditions = null, Action<XdrWriter>? memo = null, int operations = 1, Action<XdrWriter>? ext = null)
    {
        var xdr = new XdrWriter().Int32((int)EnvelopeType.Tx);
        Inner(xdr, muxedId, preconditions, memo, operations, ext);
        return xdr.Written.ToArray();
    }

    /// <summary>A fee bump around a V1 envelope.</summary>
    public static byte[] FeeBump(byte[] inner, long fee, ulong? payerId = null)
    {
        var xdr = new XdrWriter().Int32((int)EnvelopeType.TxFeeBump).MuxedAccount(Payer, payerId).Int64(fee);
        return xdr.Xdr(inner).Int32(0).UInt32(0).Written.ToArray(); // ext, signatures
    }

    public static XdrWriter SorobanData(this XdrWriter xdr, uint instructions, uint diskReadBytes, uint writeBytes, long resourceFee) => xdr
        .Int32(0).UInt32(0).UInt32(0) // ext; a footprint of nothing
        .UInt32(instructions).UInt32(diskReadBytes).UInt32(writeBytes).Int64(resourceFee);

    public static XdrWriter TimeBounds(this XdrWriter xdr, ulong min, ulong max) => xdr.UInt64(min).UInt64(max);

    private static void Inner(XdrWriter xdr, ulong? muxedId, Action<XdrWriter>? preconditions, Action<XdrWriter>? memo, int operations, Action<XdrWriter>? ext)
    {
        xdr.MuxedAccount(Key, muxedId).UInt32(Fee).Int64(SequenceNumber);
        if (preconditions is null) xdr.Int32((int)PreconditionType.None);
        else preconditions(xdr);
        if (memo is null) xdr.Int32((int)MemoType.None);
        else memo(xdr);
        xdr.Operations(operations);
        if (ext is null) xdr.Int32(0);
        else ext(xdr);
        xdr.UInt32(0); // signatures
    }

    // Inflation has no body, and is the shortest operation there is.
    private static XdrWriter Operations(this XdrWriter xdr, int count)
    {
        xdr.UInt32((uint)count);
        for (int i = 0; i < count; i++) xdr.Bool(false).Int32((int)OperationType.Inflation);
        return xdr;
    }

    private static XdrWriter MuxedAccount(this XdrWriter xdr, byte[] key, ulong? id) => id is ulong muxed
        ? xdr.Int32((int)CryptoKeyType.MuxedEd25519).UInt64(muxed).Opaque(key)
        : xdr.Int32((int)CryptoKeyType.Ed25519).Opaque(key);
}
