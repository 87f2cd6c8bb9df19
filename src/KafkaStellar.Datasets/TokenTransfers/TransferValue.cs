using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>What the data of a token's event says from meta version 4 on: an amount alone, or a map that may name the receiver's muxed id (CAP-67).</summary>
internal ref struct TransferValue
{
    public Int128 Amount;
    public MuxedType Muxed;
    public ulong MuxedId;

    /// <summary>The bytes of a text or a hash, of whatever length the contract wrote.</summary>
    public ReadOnlySpan<byte> MuxedBytes;

    /// <summary>Reads an SCVal that was checked before; false where it is not the data of a token transfer.</summary>
    public bool TryRead(ReadOnlySpan<byte> value, TransferProfile profile)
    {
        if (ContractTransfers.TryAmount(value, out Amount)) return true;
        if (ContractTransfers.TypeOf(value) != SCValType.Map) return false;
        var reader = new XdrReader(value[4..]);
        if (!reader.ReadBool()) return false;

        bool hasAmount = false;
        int count = reader.ReadInt32();
        ReadOnlySpan<byte> entries = value[4..];
        for (int i = 0; i < count; i++)
        {
            if (!ContractTransfers.TrySymbol(entries[reader.Position..], out ReadOnlySpan<byte> key)) return false;
            SCVal.Skip(ref reader);
            ReadOnlySpan<byte> item = entries[reader.Position..];
            SCVal.Skip(ref reader);
            if (key.SequenceEqual("amount"u8))
            {
                if (!ContractTransfers.TryAmount(item, out Amount)) return false;
                hasAmount = true;
            }
            else if (key.SequenceEqual("to_muxed_id"u8) && !TryReadMuxed(item, profile))
            {
                return false;
            }
        }

        return hasAmount;
    }

    // Void is "no id" (what contracts wrote before CAP-86), and leaves an id that stands before it under the same key.
    private bool TryReadMuxed(ReadOnlySpan<byte> value, TransferProfile profile)
    {
        var reader = new XdrReader(value[4..]);
        switch (ContractTransfers.TypeOf(value))
        {
            case SCValType.Void:
                return !profile.DropsVoidId;
            case SCValType.U64:
                Muxed = MuxedType.Id;
                MuxedId = reader.ReadUInt64();
                return true;
            case SCValType.Bytes:
                Muxed = MuxedType.Hash;
                MuxedBytes = reader.ReadVarOpaque(int.MaxValue);
                if (profile.HashIdsHave32Bytes) MuxedBytes = In32Bytes(MuxedBytes);
                return true;
            case SCValType.String:
                Muxed = MuxedType.Text;
                MuxedBytes = reader.ReadVarOpaque(int.MaxValue);
                return true;
            default:
                return false;
        }
    }

    private static byte[] In32Bytes(ReadOnlySpan<byte> bytes)
    {
        byte[] filled = new byte[32];
        bytes[..Math.Min(bytes.Length, filled.Length)].CopyTo(filled);
        return filled;
    }
}
