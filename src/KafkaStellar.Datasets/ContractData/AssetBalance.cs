using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>What a contract holds of an asset, as a Stellar Asset Contract writes it; accounts hold assets in trustlines.</summary>
/// <remarks>The form is all there is to judge by, as in stellar-etl: the entry does not tell the asset. Another contract can write the same.</remarks>
public readonly ref struct AssetBalance
{
    // Key Vec[Symbol "Balance", Address of a contract]; value Map{Symbol "amount": I128, Symbol "authorized": Bool, Symbol "clawback": Bool}.
    private static readonly byte[] s_key = new XdrWriter().Int32((int)SCValType.Vec).Bool(true).Int32(2)
        .Symbol("Balance"u8).Int32((int)SCValType.Address).Int32((int)SCAddressType.Contract).Written.ToArray();

    private static readonly byte[] s_amount = new XdrWriter().Int32((int)SCValType.Map).Bool(true).Int32(3)
        .Symbol("amount"u8).Int32((int)SCValType.I128).Written.ToArray();

    private static readonly byte[] s_authorized = new XdrWriter().Symbol("authorized"u8).Int32((int)SCValType.Bool).Written.ToArray();
    private static readonly byte[] s_clawback = new XdrWriter().Symbol("clawback"u8).Int32((int)SCValType.Bool).Written.ToArray();

    private AssetBalance(ReadOnlySpan<byte> holder, Int128 amount)
    {
        Holder = holder;
        Amount = amount;
    }

    /// <summary>The id of the contract that holds it, 32 bytes; empty where the entry is no balance.</summary>
    public ReadOnlySpan<byte> Holder { get; }

    /// <summary>How much, in the asset's raw units; never negative.</summary>
    public Int128 Amount { get; }

    /// <summary>The balance that an entry is; of no holder where it is none.</summary>
    public static AssetBalance Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length != s_key.Length + 32 || !key.StartsWith(s_key)) return default;
        if (value.Length != s_amount.Length + 16 + s_authorized.Length + sizeof(int) + s_clawback.Length + sizeof(int)) return default;
        ReadOnlySpan<byte> authorized = value[(s_amount.Length + 16)..];
        if (!value.StartsWith(s_amount) || !authorized.StartsWith(s_authorized) || !authorized[(s_authorized.Length + sizeof(int))..].StartsWith(s_clawback)) return default;
        Int128 amount = BinaryPrimitives.ReadInt128BigEndian(value[s_amount.Length..]);
        return amount < 0 ? default : new AssetBalance(key[s_key.Length..], amount);
    }
}
