using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Contract values, written field by field.</summary>
internal static class ScVals
{
    public static byte[] Void => Of(SCValType.Void);

    public static byte[] Of(SCValType type, Action<XdrWriter>? arm = null)
    {
        var xdr = new XdrWriter().Int32((int)type);
        arm?.Invoke(xdr);
        return xdr.Written.ToArray();
    }

    public static byte[] Bool(bool value) => Of(SCValType.Bool, xdr => xdr.Bool(value));

    public static byte[] U32(uint value) => Of(SCValType.U32, xdr => xdr.UInt32(value));

    public static byte[] I128(Int128 value) => Of(SCValType.I128, xdr => xdr.UInt64((ulong)(value >> 64)).UInt64((ulong)value));

    public static byte[] Bytes(ReadOnlySpan<byte> bytes)
    {
        var xdr = new XdrWriter().Int32((int)SCValType.Bytes).VarOpaque(bytes);
        return xdr.Written.ToArray();
    }

    public static byte[] String(string latin1) => Of(SCValType.String, xdr => xdr.VarOpaque(Encoding.Latin1.GetBytes(latin1)));

    public static byte[] Symbol(string symbol) => Of(SCValType.Symbol, xdr => xdr.VarOpaque(Encoding.ASCII.GetBytes(symbol)));

    public static byte[] Account(byte[] key) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.Account).Int32(0).Opaque(key));

    public static byte[] MuxedAccount(byte[] key, ulong id) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.MuxedAccount).UInt64(id).Opaque(key));

    public static byte[] Contract(byte[] id) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.Contract).Opaque(id));

    public static byte[] MuxedContract(byte[] contract, ulong id) => Of(SCValType.Address, xdr => xdr.Int32((int)SCAddressType.MuxedContract).UInt64(id).Opaque(contract));

    public static byte[] Vec(params byte[][] items) => Of(SCValType.Vec, xdr =>
    {
        xdr.Bool(true).UInt32((uint)items.Length);
        foreach (byte[] item in items) xdr.Xdr(item);
    });

    public static byte[] Map(params (byte[] Key, byte[] Value)[] entries) => Of(SCValType.Map, xdr => Entries(xdr, entries));

    /// <summary>An instance of a contract: of its own code, or the Stellar Asset Contract for null.</summary>
    public static byte[] Instance(byte[]? wasmHash, params (byte[] Key, byte[] Value)[] storage) => Of(SCValType.ContractInstance, xdr =>
    {
        if (wasmHash is null) xdr.Int32((int)ContractExecutableType.StellarAsset);
        else xdr.Int32((int)ContractExecutableType.Wasm).Opaque(wasmHash);
        Entries(xdr, storage);
    });

    /// <summary>A value inside so many vectors of one.</summary>
    public static byte[] Nested(int depth, byte[] innermost)
    {
        var xdr = new XdrWriter();
        for (int i = 0; i < depth; i++) xdr.Int32((int)SCValType.Vec).Bool(true).UInt32(1);
        return xdr.Xdr(innermost).Written.ToArray();
    }

    private static void Entries(XdrWriter xdr, (byte[] Key, byte[] Value)[] entries)
    {
        xdr.Bool(true).UInt32((uint)entries.Length);
        foreach ((byte[] key, byte[] value) in entries) xdr.Xdr(key).Xdr(value);
    }
}
