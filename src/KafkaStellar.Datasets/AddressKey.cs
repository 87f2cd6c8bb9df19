using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>What a filter compares of an address (SCAddress): the key or id under it, muxed or not.</summary>
internal static class AddressKey
{
    /// <summary>An account's ed25519 key or a contract's id, 32 bytes; empty for a balance and a pool, which nobody filters by.</summary>
    public static ReadOnlySpan<byte> Of(SCAddress address) => address.Type switch
    {
        SCAddressType.Account => address.AccountId.Ed25519,
        SCAddressType.MuxedAccount => address.MuxedAccount.Ed25519,
        SCAddressType.Contract or SCAddressType.MuxedContract => ContractOf(address),
        SCAddressType.ClaimableBalance or SCAddressType.LiquidityPool => default,
        _ => throw new InvalidOperationException($"SCAddress has no arm for {address.Type}."),
    };

    /// <summary>A contract's id, 32 bytes; empty for any other address.</summary>
    public static ReadOnlySpan<byte> ContractOf(SCAddress address) => address.Type switch
    {
        SCAddressType.Contract => address.ContractId,
        SCAddressType.MuxedContract => address.MuxedContract.ContractId,
        _ => default,
    };
}
