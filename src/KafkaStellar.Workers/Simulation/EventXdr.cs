using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Writes the events of moved tokens (CAP-67), as an asset's contract would emit them: a method a wire type, each in wire order.</summary>
internal static class EventXdr
{
    /// <summary>A TransactionEvent: the fee, charged before all transactions.</summary>
    public static XdrWriter FeeEvent(this XdrWriter xdr, SimulatedAsset native, SimulatedAccount payer, long amount) => xdr
        .Int32((int)TransactionEventStage.BeforeAllTxs)
        .ContractEvent(native, topics: 2)
        .ScSymbol("fee"u8)
        .ScAddress(payer)
        .ScI128(amount);

    /// <summary>A ContractEvent with the mint, the burn or the transfer that a movement is, by whether an issuer stands at one of its ends.</summary>
    public static XdrWriter MovementEvent(this XdrWriter xdr, SimulatedAsset asset, SimulatedAccount from, AccountAddress to, long amount, SimulatedMemo memo)
    {
        bool fromIssuer = from == asset.Issuer;
        bool toIssuer = to.Account == asset.Issuer;
        if (toIssuer && !fromIssuer)
            return xdr.ContractEvent(asset, topics: 3).ScSymbol("burn"u8).ScAddress(from).ScString(asset.Name).ScI128(amount);

        if (fromIssuer && !toIssuer) xdr.ContractEvent(asset, topics: 3).ScSymbol("mint"u8);
        else xdr.ContractEvent(asset, topics: 4).ScSymbol("transfer"u8).ScAddress(from);
        return xdr.ScAddress(to.Account).ScString(asset.Name).AmountTo(to, amount, memo);
    }

    private static XdrWriter ContractEvent(this XdrWriter xdr, SimulatedAsset asset, uint topics) => xdr
        .Int32(0) // ext
        .Bool(true).Opaque(asset.ContractId)
        .Int32((int)ContractEventType.Contract)
        .Int32(0) // body: v0
        .UInt32(topics);

    // The amount alone, or a map that says for whom behind the account it is: a muxed id wins over the memo.
    private static XdrWriter AmountTo(this XdrWriter xdr, AccountAddress to, long amount, SimulatedMemo memo)
    {
        if (to.MuxedId is null && memo.Type == MemoType.None) return xdr.ScI128(amount);
        xdr.Int32((int)SCValType.Map).Bool(true).UInt32(2)
            .ScSymbol("amount"u8).ScI128(amount)
            .ScSymbol("to_muxed_id"u8);
        if (to.MuxedId is ulong id) return xdr.ScU64(id);
        return memo.Type switch
        {
            MemoType.Id => xdr.ScU64(memo.Id),
            MemoType.Text => xdr.ScString(memo.Bytes),
            _ => xdr.ScBytes(memo.Bytes),
        };
    }

    private static XdrWriter ScSymbol(this XdrWriter xdr, ReadOnlySpan<byte> symbol) => xdr.Int32((int)SCValType.Symbol).VarOpaque(symbol);

    private static XdrWriter ScString(this XdrWriter xdr, ReadOnlySpan<byte> text) => xdr.Int32((int)SCValType.String).VarOpaque(text);

    private static XdrWriter ScBytes(this XdrWriter xdr, ReadOnlySpan<byte> bytes) => xdr.Int32((int)SCValType.Bytes).VarOpaque(bytes);

    private static XdrWriter ScU64(this XdrWriter xdr, ulong value) => xdr.Int32((int)SCValType.U64).UInt64(value);

    private static XdrWriter ScI128(this XdrWriter xdr, long value) => xdr.Int32((int)SCValType.I128).Int64(value >> 63).Int64(value);

    private static XdrWriter ScAddress(this XdrWriter xdr, SimulatedAccount account) => xdr
        .Int32((int)SCValType.Address)
        .Int32((int)SCAddressType.Account)
        .AccountId(account.Key);
}
