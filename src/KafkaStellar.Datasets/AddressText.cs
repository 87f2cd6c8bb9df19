using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>Contract addresses (SCAddress) as text (SEP-23).</summary>
internal static class AddressText
{
    /// <summary>Writes <c>G…</c>, <c>C…</c>, <c>M…</c>, <c>B…</c>, <c>L…</c> or <c>W…</c> as ASCII and gives its length.</summary>
    public static int Encode(SCAddress address, Span<byte> ascii) => address.Type switch
    {
        SCAddressType.Account => StrKey.Encode(StrKeyKind.Account, address.AccountId.Ed25519, ascii),
        SCAddressType.Contract => StrKey.Encode(StrKeyKind.Contract, address.ContractId, ascii),
        SCAddressType.MuxedAccount => EncodeMuxed(address.MuxedAccount.Ed25519, address.MuxedAccount.Id, ascii),
        SCAddressType.ClaimableBalance => EncodeBalance(address.ClaimableBalanceId, ascii),
        SCAddressType.LiquidityPool => StrKey.Encode(StrKeyKind.LiquidityPool, address.LiquidityPoolId, ascii),
        SCAddressType.MuxedContract => EncodeMuxed(StrKeyKind.MuxedContract, address.MuxedContract.ContractId, address.MuxedContract.Id, ascii),
        _ => throw new InvalidOperationException($"SCAddress has no arm for {address.Type}."),
    };

    /// <summary>Writes <c>B…</c>: a type byte, then the hash.</summary>
    public static int EncodeBalance(ClaimableBalanceID id, Span<byte> ascii)
    {
        Span<byte> payload = stackalloc byte[33];
        payload[0] = (byte)id.Type;
        id.V0.CopyTo(payload[1..]);
        return StrKey.Encode(StrKeyKind.ClaimableBalance, payload, ascii);
    }

    /// <summary>Writes <c>M…</c>: the key, then the id.</summary>
    public static int EncodeMuxed(ReadOnlySpan<byte> ed25519, ulong id, Span<byte> ascii) => EncodeMuxed(StrKeyKind.MuxedAccount, ed25519, id, ascii);

    private static int EncodeMuxed(StrKeyKind kind, ReadOnlySpan<byte> key, ulong id, Span<byte> ascii)
    {
        Span<byte> payload = stackalloc byte[40];
        key.CopyTo(payload);
        BinaryPrimitives.WriteUInt64BigEndian(payload[32..], id);
        return StrKey.Encode(kind, payload, ascii);
    }
}
