using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>Writes the values that known entries are compared with.</summary>
internal static class ValueXdr
{
    /// <summary>A symbol.</summary>
    public static XdrWriter Symbol(this XdrWriter xdr, ReadOnlySpan<byte> symbol) => xdr.Int32((int)SCValType.Symbol).VarOpaque(symbol);
}
