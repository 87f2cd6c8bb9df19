using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Writes ledger entries and their keys: a method a wire type, each in wire order.</summary>
internal static class EntryXdr
{
    public static XdrWriter LedgerEntry(this XdrWriter xdr, SimulatedAccount account) => xdr
        .UInt32(account.State.LastModified)
        .Int32((int)LedgerEntryType.Account)
        .AccountEntry(account)
        .Int32(0); // ext

    public static XdrWriter LedgerEntry(this XdrWriter xdr, SimulatedAccount account, SimulatedAsset asset) => xdr
        .UInt32(account.TrustLines[asset.Index].LastModified)
        .Int32((int)LedgerEntryType.Trustline)
        .TrustLineEntry(account, asset)
        .Int32(0); // ext

    public static XdrWriter LedgerKey(this XdrWriter xdr, SimulatedAccount account) => xdr
        .Int32((int)LedgerEntryType.Account)
        .AccountId(account.Key);

    public static XdrWriter LedgerKey(this XdrWriter xdr, SimulatedAccount account, SimulatedAsset asset) => xdr
        .Int32((int)LedgerEntryType.Trustline)
        .AccountId(account.Key)
        .Xdr(asset.Xdr);

    private static XdrWriter AccountEntry(this XdrWriter xdr, SimulatedAccount account) => xdr
        .AccountId(account.Key)
        .Int64(account.State.Balance)
        .Int64(account.State.SequenceNumber)
        .UInt32(account.State.SubEntryCount)
        .Bool(false) // inflationDest
        .UInt32(0) // flags
        .VarOpaque(account.HomeDomain)
        .Opaque([1, 0, 0, 0]) // thresholds: the master key's weight, then low, medium, high
        .UInt32(0) // signers
        .AccountEntryExt(account.State);

    // An account that never moved its sequence number since protocol 19 has no extension.
    private static XdrWriter AccountEntryExt(this XdrWriter xdr, AccountState state) => state.SequenceLedger == 0
        ? xdr.Int32(0)
        : xdr.Int32(1).AccountEntryExtensionV1(state);

    private static XdrWriter AccountEntryExtensionV1(this XdrWriter xdr, AccountState state) => xdr
        .Int64(0).Int64(0) // liabilities
        .Int32(2).AccountEntryExtensionV2(state);

    private static XdrWriter AccountEntryExtensionV2(this XdrWriter xdr, AccountState state) => xdr
        .UInt32(0) // numSponsored
        .UInt32(0) // numSponsoring
        .UInt32(0) // signerSponsoringIDs
        .Int32(3).AccountEntryExtensionV3(state);

    private static XdrWriter AccountEntryExtensionV3(this XdrWriter xdr, AccountState state) => xdr
        .Int32(0) // ext
        .UInt32(state.SequenceLedger)
        .UInt64(state.SequenceTime);

    private static XdrWriter TrustLineEntry(this XdrWriter xdr, SimulatedAccount account, SimulatedAsset asset) => xdr
        .AccountId(account.Key)
        .Xdr(asset.Xdr)
        .Int64(account.TrustLines[asset.Index].Balance)
        .Int64(account.TrustLines[asset.Index].Limit)
        .UInt32((uint)TrustLineFlags.AuthorizedFlag)
        .Int32(0); // ext
}
