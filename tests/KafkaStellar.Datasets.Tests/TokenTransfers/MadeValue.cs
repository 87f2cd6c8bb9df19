using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Contract values and events, written field by field.</summary>
internal static class MadeValue
{
    public static byte[] Nothing { get; } = Of(SCValType.Void, _ => { });

    public static byte[] Symbol(string text) => Of(SCValType.Symbol, xdr => xdr.VarOpaque(Encoding.UTF8.GetBytes(text)));

    public static byte[] String(string text) => Of(SCValType.String, xdr => xdr.VarOpaque(Encoding.UTF8.GetBytes(text)));

    public static byte[] Bytes(params byte[] bytes) => Of(SCValType.Bytes, xdr => xdr.VarOpaque(bytes));

    public static byte[] U64(ulong number) => Of(SCValType.U64, xdr => xdr.UInt64(number));

    public static byte[] I128(Int128 number) => Of(SCValType.I128, xdr => xdr.UInt64((ulong)(number >> 64)).UInt64((ulong)number));

    public static byte[] Account(byte[] key) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.Account).AccountId(key));

    public static byte[] MuxedAccount(byte[] key, ulong id) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.MuxedAccount).UInt64(id).Opaque(key));

    public static byte[] Contract(byte[] id) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.Contract).Opaque(id));

    public static byte[] ClaimableBalance(byte[] hash) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.ClaimableBalance).BalanceId(hash));

    public static byte[] LiquidityPool(byte[] id) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.LiquidityPool).Opaque(id));

    public static byte[] Map(params (byte[] Key, byte[] Value)[] entries) => Of(SCValType.Map, xdr =>
    {
        xdr.Bool(true).UInt32((uint)entries.Length);
        foreach ((byte[] key, byte[] value) in entries) xdr.Xdr(key).Xdr(value);
    });

    public static byte[] NoMap { get; } = Of(SCValType.Map, xdr => xdr.Bool(false));

    /// <summary>An amount with a muxed id, as CAP-67 has it.</summary>
    public static byte[] AmountTo(Int128 amount, byte[] muxed) => Map((Symbol("amount"), I128(amount)), (Symbol("to_muxed_id"), muxed));

    /// <summary>A value nested in vectors.</summary>
    public static byte[] Nested(int depth) => MadeXdr.Of(xdr =>
    {
        for (int i = 0; i < depth; i++) xdr.Int32((int)SCValType.Vec).Bool(true).UInt32(1);
        xdr.Int32((int)SCValType.Void);
    });

    public static byte[] Event(byte[]? contract, byte[][] topics, byte[] value, ContractEventType type = ContractEventType.Contract) => MadeXdr.Of(xdr =>
    {
        xdr.Int32(0).Bool(contract is not null);
        if (contract is not null) xdr.Opaque(contract);
        xdr.Int32((int)type).Int32(0).Xdr(MadeXdr.List(topics)).Xdr(value);
    });

    /// <summary>An event of a transaction, before all transactions.</summary>
    public static byte[] TransactionEvent(byte[] contractEvent) => [0, 0, 0, 0, .. contractEvent];

    private static byte[] Of(SCValType type, Action<XdrWriter> body) => MadeXdr.Of(xdr =>
    {
        xdr.Int32((int)type);
        body(xdr);
    });
}
