using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Writes the value that closes a ledger, and the upgrade that it may carry: a method a wire type, each in wire order.</summary>
internal static class StellarValueXdr
{
    private static readonly byte[] NoSet = new byte[32];

    public static XdrWriter StellarValue(
        this XdrWriter xdr, LedgerHeaderState state, SimulatedTransactionSet set, SimulatedAccount validator, ReadOnlySpan<byte> signature) => xdr
        .Opaque(set.IsDropped ? NoSet : set.Hash)
        .UInt64(state.CloseTime)
        .Upgrades(state)
        .StellarValueExt(state, set)
        .LedgerCloseValueSignature(validator, signature);

    /// <summary>What the upgrade did: it changed no entries.</summary>
    public static XdrWriter UpgradesProcessing(this XdrWriter xdr, LedgerHeaderState state) => state.IsUpgrade
        ? xdr.UInt32(1).LedgerUpgrade(state).UInt32(0)
        : xdr.UInt32(0);

    // The upgrade of a ledger is opaque to consensus: XDR within an opaque of its length.
    private static XdrWriter Upgrades(this XdrWriter xdr, LedgerHeaderState state) => state.IsUpgrade
        ? xdr.UInt32(1).UInt32(2 * sizeof(uint)).LedgerUpgrade(state)
        : xdr.UInt32(0);

    private static XdrWriter LedgerUpgrade(this XdrWriter xdr, LedgerHeaderState state) => xdr
        .Int32((int)LedgerUpgradeType.Version)
        .UInt32(state.Protocol);

    // Each arm ends in the signature.
    private static XdrWriter StellarValueExt(this XdrWriter xdr, LedgerHeaderState state, SimulatedTransactionSet set)
    {
        bool milliseconds = ClosingRules.KnowsMilliseconds(state.PreviousProtocol);
        xdr.Int32((int)((milliseconds, set.IsDropped) switch
        {
            (false, false) => StellarValueType.Signed,
            (false, true) => StellarValueType.EmptyTxSet,
            (true, false) => StellarValueType.SignedMs,
            (true, true) => StellarValueType.EmptyTxSetMs,
        }));
        if (milliseconds) xdr.UInt64(state.CloseTimeMilliseconds);
        if (set.IsDropped) xdr.Opaque(set.Hash).Opaque(state.Hash).UInt32(state.PreviousProtocol);
        return xdr;
    }

    private static XdrWriter LedgerCloseValueSignature(this XdrWriter xdr, SimulatedAccount validator, ReadOnlySpan<byte> signature) => xdr
        .AccountId(validator.Key)
        .VarOpaque(signature);
}
